//! An application's folder with plugins that answer with the recorded replies.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use aro_host_testkit::{Host, HostPath, Manifest};
use tempfile::TempDir;

use crate::entry::{Entry, Installed};

pub(crate) struct Simulator {
    folder: TempDir,
    library: PathBuf,
}

impl Simulator {
    /// `None` where there is no C compiler.
    pub(crate) fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("recorded.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/host_programs/recorded.c");
        let Ok(output) =
            Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(source).arg("-ldl").output()
        else {
            let _ = writeln!(std::io::stderr(), "skipped: there is no `cc`");
            return None;
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(Self { folder, library })
    }

    /// A host with the plugins of an entry, in a folder of its own.
    pub(crate) fn host(&self, entry: &Entry) -> Host<'static> {
        let application = self.folder.path().join(entry.id.replace('/', "-"));
        fs::create_dir_all(&application).unwrap();
        entry.plugins.iter().for_each(|plugin| self.install(&application, plugin, entry));
        let mut host = Host::new(path(entry));
        if entry.directory_order.is_empty() {
            host.load_application(&application);
        }
        for name in &entry.directory_order {
            host.load_package(application.join("Plugins").join(name)).unwrap();
        }
        host
    }

    fn install(&self, application: &Path, plugin: &Installed, entry: &Entry) {
        let folder = application.join(&plugin.folder);
        let library = folder.join(&plugin.library);
        fs::create_dir_all(library.parent().unwrap()).unwrap();
        fs::copy(&self.library, &library).unwrap();
        if let Some(yaml) = &plugin.yaml {
            fs::write(folder.join("plugin.yaml"), yaml).unwrap();
        }
        let beside = |ending: &str| PathBuf::from(format!("{}{ending}", library.display()));
        let info = plugin.info_text.clone().unwrap_or_else(|| plugin.info.to_string());
        fs::write(beside(".info"), info).unwrap();
        let answers = |function: &str| ["aro_plugin_execute", "aro_plugin_qualifier"].contains(&function);
        let calls = entry.calls.iter().filter(|call| call.plugin == plugin.name && answers(&call.function));
        let replies: String = calls
            .map(|call| match &call.reply {
                Some(reply) => reply.bytes().map(|byte| format!("{byte:02x}")).collect::<String>() + "\n",
                None => "-\n".to_owned(),
            })
            .collect();
        fs::write(beside(".replies"), replies).unwrap();
    }
}

/// The interpreter's path for the plugins of an entry, all of which go by the same.
fn path(entry: &Entry) -> HostPath {
    let manifests = entry.plugins.iter().filter_map(|plugin| Manifest::parse(plugin.yaml.as_ref()?).ok());
    manifests.map(|manifest| manifest.host_path()).next().unwrap_or(HostPath::Eager)
}

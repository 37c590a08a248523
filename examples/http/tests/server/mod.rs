//! A server on the loopback interface that answers what a test wrote down.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// One request, as it arrived.
pub(crate) struct Received {
    /// The first line, such as `GET /path HTTP/1.1`.
    pub(crate) line: String,
    /// The headers, with names in lower case.
    pub(crate) headers: Vec<String>,
    pub(crate) body: String,
}

/// What to do with a connection.
#[derive(Clone)]
pub(crate) enum Answer {
    /// Send these bytes and close.
    Send(Vec<u8>),
    /// Send nothing, and keep the connection until the client gives up.
    Nothing,
    /// Close at once.
    Close,
}

/// A complete answer.
pub(crate) fn http(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Answer {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n", body.len());
    Answer::Send([head.as_bytes(), body].concat())
}

/// A server: its address, and the requests that it got.
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) received: Receiver<Received>,
}

/// Answers one connection after the other with `answers`, and ends with the last one.
pub(crate) fn serve(answers: Vec<Answer>) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, received) = channel();
    thread::spawn(move || {
        for answer in answers {
            let (connection, _) = listener.accept().unwrap();
            serve_one(connection, answer, &sender);
        }
    });
    Server { url, received }
}

fn serve_one(mut connection: TcpStream, answer: Answer, sender: &Sender<Received>) {
    if matches!(answer, Answer::Close) {
        return;
    }
    let mut reader = BufReader::new(connection.try_clone().unwrap());
    let (mut line, mut headers) = (String::new(), Vec::new());
    reader.read_line(&mut line).unwrap();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        if header.trim().is_empty() {
            break;
        }
        let (name, value) = header.trim().split_once(':').unwrap();
        headers.push(format!("{}:{value}", name.to_lowercase()));
    }
    let length = headers.iter().find_map(|header| header.strip_prefix("content-length: ")).unwrap_or("0");
    let mut body = vec![0; length.parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    let body = String::from_utf8(body).unwrap();
    // A test that does not look has dropped the receiver.
    let _ = sender.send(Received { line: line.trim().to_owned(), headers, body });
    match answer {
        // The client may have given up.
        Answer::Send(bytes) => drop(connection.write_all(&bytes)),
        _ => drop(connection.read(&mut [0])),
    }
}

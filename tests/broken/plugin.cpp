// A conforming plugin in C++, whose templates and inline functions the linker exports by itself.
#include <cstdlib>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

char *give(const std::string &text) {
    char *copy = static_cast<char *>(std::malloc(text.size() + 1));
    if (copy) std::memcpy(copy, text.c_str(), text.size() + 1);
    return copy;
}

std::string plain(const char *name) {
    std::string out;
    for (; *name; name++)
        if (*name != '-' && *name != '_') out += static_cast<char>(std::tolower(static_cast<unsigned char>(*name)));
    return out;
}

std::string count(const char *input) {
    static std::map<std::string, std::vector<int>> empty;
    if (!*input) throw std::invalid_argument("nothing to count");
    return "{\"length\":" + std::to_string(std::strlen(input) + empty.size()) + "}";
}

char *execute(const char *action, const char *input) {
    if (!action || !input) return give("{\"error\":\"NULL\"}");
    const std::string name = plain(action);
    if (name != "counttext" && name != "count2") return give("{\"error\":\"Unknown action: that\"}");
    try {
        return give(count(input));
    } catch (const std::exception &fault) {
        return give(std::string("{\"error\":\"") + fault.what() + "\"}");
    }
}

}  // namespace

extern "C" {
char *aro_plugin_info() {
    return give("{\"name\":\"by-hand\",\"version\":\"1.0.0\",\"language\":\"c++\","
                "\"actions\":[{\"name\":\"Count2\",\"verbs\":[\"CountText\"]}]}");
}
void aro_plugin_free(char *text) { std::free(text); }
char *aro_plugin_execute(const char *action, const char *input) { return execute(action, input); }
}

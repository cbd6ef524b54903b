// Any body: what is read is written so that it reads the same, and has a Python text and a hash.

#include "tests/fuzz/axon_fields.h"

#include "core/axon/python_text.h"
#include "core/axon/synapse.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck::axon;
    const std::string_view body{reinterpret_cast<const char*>(data), size};
    const auto value = parseWireJson(body);
    if (!value) {
        require(!value.error().context.empty());
        return 0;
    }
    const auto written = writeWireJson(*value);
    const auto again = parseWireJson(written);
    require(again && writeWireJson(*again) == written);
    require(pythonText(*again) == pythonText(*value));
    const auto synapse = parseSynapse(body, "Synapse");
    require(synapse.has_value() == value->isObject());
    if (!synapse) return 0;
    const auto whole = writeSynapse(*synapse);
    const auto same = parseSynapse(whole, "Synapse");
    require(same && writeSynapse(*same) == whole && same->dendrite.members.size() == 10);
    std::vector<std::string> names;
    for (const auto& member : synapse->own.members)
        names.push_back(member.name);
    const auto hash = bodyHash(synapse->own, names), sameHash = bodyHash(same->own, names);
    // A name that ends as a declaration of floats means another field.
    if (hash && sameHash) require(*hash == *sameHash && hash->size() == 64);
    return 0;
}

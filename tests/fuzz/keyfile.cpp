// A key file that reads is written as one that reads back the same; containers never open by accident.

#include "core/keys/keyfile.h"
#include "core/crypto/ss58.h"
#include "core/keys/detail/containers.h"
#include "core/keys/key_record.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck;
    const ByteView input{data, size};
    if (const auto record = keys::decodeRecord(input)) {
        const auto again = keys::decodeRecord(keys::encodeRecord(*record).view());
        if (!again || again->account != record->account || again->pair.has_value() != record->pair.has_value()) {
            std::abort();
        }
    }

    const Bytes key(32, 1);
    switch (keys::containerOf(input)) {
    case keys::Container::Nacl:
        if (keys::detail::openNacl(input, key)) std::abort();
        break;
    case keys::Container::Fernet:
        if (keys::detail::openFernet(input, key)) std::abort();
        break;
    case keys::Container::AnsibleVault:
        if (keys::detail::openVault(input, asBytes("no password of a seed"))) std::abort();
        break;
    case keys::Container::Plain:
        break;
    }
    return 0;
}

#pragma once
/// Certificates for TLS servers of tests.

#include <string>

namespace taodeck::test {

struct Certificate {
    std::string pem, key;
};

/// A self-signed certificate for `altName` ("IP:127.0.0.1", "DNS:localhost"), valid for an hour.
Certificate makeCertificate(const char* altName);

} // namespace taodeck::test

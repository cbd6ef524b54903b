#include "rpc_fixture.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <fstream>

namespace taodeck::rpc {
namespace {

struct Certificate {
    std::string pem, key;
};

std::string takePem(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    std::string text(data, static_cast<std::size_t>(size));
    BIO_free(bio);
    return text;
}

/// A self-signed certificate for `altName` ("IP:127.0.0.1", "DNS:localhost"), valid for an hour.
Certificate makeCertificate(const char* altName) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* cert = X509_new();
    X509_set_version(cert, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
    X509_gmtime_adj(X509_getm_notBefore(cert), -60);
    X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
    X509_set_pubkey(cert, key);
    X509_NAME* name = X509_get_subject_name(cert);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(cert, name);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, altName);
    X509_add_ext(cert, extension, -1);
    X509_EXTENSION_free(extension);
    X509_sign(cert, key, EVP_sha256());

    BIO* certBio = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(certBio, cert);
    BIO* keyBio = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(keyBio, key, nullptr, nullptr, 0, nullptr, nullptr);
    X509_free(cert);
    EVP_PKEY_free(key);
    return {takePem(certBio), takePem(keyBio)};
}

class RpcTls : public ::testing::Test {
protected:
    std::shared_ptr<Server> serve(const Certificate& certificate) {
        ServerOptions options;
        options.certificatePem = certificate.pem;
        options.privateKeyPem = certificate.key;
        auto server = makeServer(threads.io, options);
        server->add("echo", [](const json& params, const Reply& reply) { reply(params); });
        EXPECT_TRUE(server->start());
        return server;
    }
    ClientOptions optionsTo(const Server& server, const std::string& host) {
        ClientOptions options;
        options.url = "wss://" + host + ":" + std::to_string(server.port());
        return options;
    }
    std::string writeRoots(const Certificate& certificate) {
        const auto path =
            std::filesystem::temp_directory_path() / ("taodeck-rpc-tls-" + std::to_string(::getpid()) + ".pem");
        std::ofstream{path} << certificate.pem;
        m_file = path;
        return path;
    }
    Error firstError(const ClientOptions& options) {
        const auto client = makeClient(threads.io, options);
        const auto box = std::make_shared<Mailbox<Error>>();
        const auto link = client->onLink([box](LinkEvent, const Error& why) { box->put(why); });
        client->start();
        return box->take().value_or(Error{Errc::Timeout, "nothing happened"});
    }
    void TearDown() override {
        if (!m_file.empty()) std::filesystem::remove(m_file);
    }
    IoThreads threads;
    std::filesystem::path m_file;
};

TEST_F(RpcTls, ACertificateOfAKnownRootForTheHostIsAccepted) {
    const auto certificate = makeCertificate("IP:127.0.0.1");
    const auto server = serve(certificate);
    auto options = optionsTo(*server, "127.0.0.1");
    options.caFile = writeRoots(certificate);

    EXPECT_EQ(*callAndWait(*connectedClient(threads.io, options), "echo", json::array({1})), json::array({1}));
}

TEST_F(RpcTls, ACertificateOfAnotherHostIsRefused) {
    for (const auto* other : {"DNS:other.example", "IP:127.0.0.2", "DNS:127.0.0.1"}) {
        const auto certificate = makeCertificate(other);
        const auto server = serve(certificate);
        auto options = optionsTo(*server, "127.0.0.1"); // by number, so that no name has to be known here
        options.caFile = writeRoots(certificate);

        EXPECT_EQ(firstError(options).code, Errc::Insecure) << other;
    }
}

TEST_F(RpcTls, ASelfSignedCertificateIsRefused) {
    const auto server = serve(makeCertificate("IP:127.0.0.1"));

    EXPECT_EQ(firstError(optionsTo(*server, "127.0.0.1")).code, Errc::Insecure);
}

TEST_F(RpcTls, PlainTextToATlsPortFails) {
    const auto server = serve(makeCertificate("IP:127.0.0.1"));
    ClientOptions options;
    options.url = urlOf(*server);

    EXPECT_EQ(firstError(options).code, Errc::Io);
}

TEST_F(RpcTls, AKeyThatIsNotTheCertificatesIsToldAtTheStart) {
    ServerOptions options;
    options.certificatePem = makeCertificate("IP:127.0.0.1").pem;
    options.privateKeyPem = makeCertificate("IP:127.0.0.1").key;

    const auto started = makeServer(threads.io, options)->start();

    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, Errc::Malformed);
}

} // namespace
} // namespace taodeck::rpc

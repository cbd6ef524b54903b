#include "rpc_fixture.h"

#include "tests/support/certificate.h"

#include <filesystem>
#include <fstream>

namespace taodeck::rpc {
namespace {

using test::Certificate;
using test::makeCertificate;

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

#include "ui/bridge/errors.h"

#include "core/base/foreign_text.h"
#include "ui/bridge/format.h"

#include <QCoreApplication>

namespace taodeck::ui {
namespace {

struct Errors {
    Q_DECLARE_TR_FUNCTIONS(Errors)
};

} // namespace

Explanation explain(const Error& error) {
    switch (error.code) {
    case Errc::Truncated:
        return {Errors::tr("The data ends too early."), Errors::tr("Try again; if it stays, choose another node.")};
    case Errc::Malformed:
        return {Errors::tr("The data does not have the form that it must have."),
                Errors::tr("Check what was entered, or choose another node.")};
    case Errc::OutOfRange:
        return {Errors::tr("A value is outside what is allowed."), Errors::tr("Choose another value.")};
    case Errc::BadProof:
        return {Errors::tr("The node's answer did not match its proof, so it was refused."),
                Errors::tr("Nothing was taken over. If it happens again, choose another node in Settings.")};
    case Errc::NotFound:
        return {Errors::tr("It does not exist."), {}};
    case Errc::Timeout:
        return {Errors::tr("The node did not answer in time."), Errors::tr("It is asked again with the next block.")};
    case Errc::Cancelled:
        return {Errors::tr("It was cancelled."), {}};
    case Errc::Io:
        return {Errors::tr("A file or the disk could not be read or written."),
                Errors::tr("Check free space and permissions of the data folder.")};
    case Errc::BadSignature:
        return {Errors::tr("A checksum or signature does not match."), Errors::tr("Check for a typing mistake.")};
    case Errc::WrongPassword:
        return {Errors::tr("The password is wrong, or the key file is damaged."), Errors::tr("Type it again.")};
    case Errc::Disconnected:
        return {Errors::tr("There is no connection to the node."),
                Errors::tr("It is tried again by itself; see Settings, Network.")};
    case Errc::Unsupported:
        return {Errors::tr("The connected chain, file or system does not have this."),
                Errors::tr("Choose another network in Settings.")};
    case Errc::LimitExceeded:
        return {Errors::tr("There is more data than this program accepts."), Errors::tr("Choose another node.")};
    case Errc::Conflict:
        return {Errors::tr("It exists already, or it changed meanwhile."), Errors::tr("Look again and repeat.")};
    case Errc::Refused:
        return {Errors::tr("This program's own rules forbid it here."), {}};
    case Errc::RemoteError:
        return {Errors::tr("The node answered with an error."), Errors::tr("Try again, or choose another node.")};
    case Errc::InvalidTransaction:
        return {Errors::tr("The chain will not accept this transaction. Nothing was spent."),
                Errors::tr("Review it again with fresh numbers.")};
    case Errc::DispatchFailed:
        return {Errors::tr("The transaction ran and failed. Only the network fee was spent."), {}};
    case Errc::Insecure:
        return {Errors::tr("The connection or the file's permissions are not safe enough."),
                Errors::tr("Use wss:// with a valid certificate, or keep the file readable by you alone.")};
    case Errc::Locked:
        return {Errors::tr("The wallet is locked."), Errors::tr("Unlock it with its password.")};
    }
    return {Errors::tr("Something failed that this version has no words for."), {}};
}

QString codeName(const Error& error) {
    return q(name(error.code));
}

QString foreignDetail(const Error& error) {
    switch (error.code) {
    case Errc::RemoteError:
    case Errc::InvalidTransaction:
    case Errc::DispatchFailed:
    case Errc::Refused:
    case Errc::Conflict:
        return plain(ForeignText{error.context}, 160);
    default:
        return {};
    }
}

} // namespace taodeck::ui

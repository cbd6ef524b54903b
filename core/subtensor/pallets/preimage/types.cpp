#include "core/subtensor/pallets/preimage/preimage.h"

namespace taodeck::subtensor {
namespace {

using preimage::OldRequestStatus;
using preimage::RequestStatus;
using preimage::Ticket;

void encodeStatus(Encoder& out, const RequestStatus& v) {
    out.u8(v.requests == 0 ? 0 : 1);
    if (v.requests == 0) {
        encodeTo(out, v.ticket.value_or(Ticket{}));
        out.u32(v.length.value_or(0));
        return;
    }
    encodeTo(out, v.ticket);
    out.u32(v.requests);
    encodeTo(out, v.length);
}

template <class Status>
Result<Status> decodeStatus(Decoder& in) {
    TD_TRY(const auto arm, in.u8());
    if (arm > 1) return fail(Errc::Malformed, "preimage status");
    Status out;
    if (arm == 0) {
        TD_TRY(out.ticket, TypeInfo<Ticket>::decode(in));
        TD_TRY(out.length, in.u32());
        return out;
    }
    TD_TRY(out.ticket, TypeInfo<std::optional<Ticket>>::decode(in));
    TD_TRY(out.requests, in.u32());
    if (out.requests == 0) return fail(Errc::Malformed, "preimage without requests");
    TD_TRY(out.length, TypeInfo<std::optional<std::uint32_t>>::decode(in));
    return out;
}

/// `names`: how the enum calls the ticket of either arm, the length of the second, and the ticket's type.
struct Names {
    const char *path, *parameter, *ticket, *maybeTicket, *maybeLength, *type;
};

TypeDef describeStatus(TypeRegistry& r, const Names& names, TypeId amount) {
    const auto ticket = r.tuple({typeIdOf<AccountId>(r), amount});
    const auto u32 = typeIdOf<std::uint32_t>(r);
    const std::string type = std::string{"(AccountId, "} + names.type + ")";
    TypeDef::Variant arms;
    arms.variants = {{"Unrequested", 0, {{names.ticket, ticket, type}, {"len", u32, "u32"}}},
                     {"Requested",
                      1,
                      {{names.maybeTicket, r.option(ticket), "Option<" + type + ">"},
                       {"count", u32, "u32"},
                       {names.maybeLength, r.option(u32), "Option<u32>"}}}};
    return {names.path, {{"AccountId", typeIdOf<AccountId>(r)}, {names.parameter, amount}}, std::move(arms)};
}

} // namespace

void TypeInfo<RequestStatus>::encode(Encoder& out, const RequestStatus& v) {
    encodeStatus(out, v);
}
Result<RequestStatus> TypeInfo<RequestStatus>::decode(Decoder& in) {
    return decodeStatus<RequestStatus>(in);
}
TypeId TypeInfo<RequestStatus>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<RequestStatus>, [](TypeRegistry& r) {
        const auto ticket = r.wrapper("frame_support::traits::tokens::fungible::HoldConsideration", typeIdOf<Rao>(r),
                                      {{"A", {}}, {"F", {}}, {"R", {}}, {"D", {}}, {"Fp", {}}}, "F::Balance");
        return describeStatus(
            r, {"pallet_preimage::RequestStatus", "Ticket", "ticket", "maybe_ticket", "maybe_len", "Ticket"}, ticket);
    });
}

void TypeInfo<OldRequestStatus>::encode(Encoder& out, const OldRequestStatus& v) {
    encodeStatus(out, v);
}
Result<OldRequestStatus> TypeInfo<OldRequestStatus>::decode(Decoder& in) {
    return decodeStatus<OldRequestStatus>(in);
}
TypeId TypeInfo<OldRequestStatus>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<OldRequestStatus>, [](TypeRegistry& r) {
        return describeStatus(r,
                              {"pallet_preimage::OldRequestStatus", "Balance", "deposit", "deposit", "len", "Balance"},
                              typeIdOf<Rao>(r));
    });
}

} // namespace taodeck::subtensor

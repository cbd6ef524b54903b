// The network's own methods: each calls one runtime API and answers with its SCALE bytes as a list of numbers.
// Source: pallets/subtensor/rpc/src/lib.rs and pallets/swap/rpc/src/lib.rs at spec 425.

#include "core/crypto/ss58.h"
#include "core/localnet/detail/params.h"
#include "core/scale/codec.h"

namespace taodeck::localnet {
namespace {

using namespace detail;

constexpr int kRuntimeError = 1;
constexpr std::size_t kMaxIndexes = 1'000; ///< Of a selective metagraph; it has 74 fields.

enum class Param {
    U8,
    U16,
    U64,
    AccountBytes, ///< A list of 32 numbers.
    Account,      ///< SS58 text.
    U16List,
};
enum class Answer {
    Bytes,  ///< A list of numbers.
    Number, ///< The u64 itself.
    OptionalNumber,
    Prices, ///< [{"netuid": .., "price": ..}]
};
struct Forwarded {
    const char* name;
    const char* api;
    std::vector<Param> params;
    Answer answer{Answer::Bytes};
};

tl::expected<std::uint64_t, rpc::RpcError> boundedNumber(const json& value, std::uint64_t most) {
    TD_RPC_TRY(const auto number, numberOf(value));
    if (number > most) return invalidParams("number too large");
    return number;
}

tl::expected<void, rpc::RpcError> encodeParam(scale::Encoder& out, Param kind, const json& params, std::size_t index) {
    const auto& value = params.at(index);
    switch (kind) {
    case Param::U8: {
        TD_RPC_TRY(const auto number, boundedNumber(value, 0xFF));
        out.u8(static_cast<std::uint8_t>(number));
        break;
    }
    case Param::U16: {
        TD_RPC_TRY(const auto number, boundedNumber(value, 0xFFFF));
        out.u16(static_cast<std::uint16_t>(number));
        break;
    }
    case Param::U64: {
        TD_RPC_TRY(const auto number, numberOf(value));
        out.u64(number);
        break;
    }
    case Param::AccountBytes: {
        if (!value.is_array() || value.size() != 32) return invalidParams("an account is a list of 32 numbers");
        for (const auto& byte : value) {
            TD_RPC_TRY(const auto number, boundedNumber(byte, 0xFF));
            out.u8(static_cast<std::uint8_t>(number));
        }
        break;
    }
    case Param::Account: {
        TD_RPC_TRY(const auto account, accountParam(params, index));
        out.raw(account.view());
        break;
    }
    case Param::U16List: {
        if (!value.is_array() || value.size() > kMaxIndexes) return invalidParams("expected a short list of numbers");
        out.compact(value.size());
        for (const auto& entry : value) {
            TD_RPC_TRY(const auto number, boundedNumber(entry, 0xFFFF));
            out.u16(static_cast<std::uint16_t>(number));
        }
        break;
    }
    }
    return {};
}

/// What is not bytes on the wire.
Result<json> decodeAnswer(Answer kind, ByteView bytes) {
    scale::Decoder in{bytes};
    json out;
    if (kind == Answer::Number) {
        TD_TRY(out, in.u64());
    } else if (kind == Answer::OptionalNumber) {
        TD_TRY(const auto some, in.option());
        if (some) {
            TD_TRY(out, in.u16());
        }
    } else {
        out = json::array();
        TD_TRY(const auto count, in.count());
        for (std::uint32_t i = 0; i < count; ++i) {
            TD_TRY(const auto netuid, in.u16());
            TD_TRY(const auto price, in.u64());
            out.push_back({{"netuid", netuid}, {"price", price}});
        }
    }
    TD_CHECK(in.finish());
    return out;
}

MethodResult forward(const Forwarded& method, MethodContext& context, const json& params) {
    scale::Encoder arguments;
    for (std::size_t i = 0; i < method.params.size(); ++i)
        if (auto done = encodeParam(arguments, method.params[i], params, i); !done) return refuse(done.error());
    TD_RPC_TRY(const auto at, stateParam(context, params, method.params.size()));
    const auto answer = context.chain.runtime().call(at.state, method.api, arguments.view());
    if (!answer) return refuse(kRuntimeError, "Runtime error: " + answer.error().context);
    if (at.state.error()) return internal(*at.state.error());
    if (method.answer == Answer::Bytes) return json(std::vector<int>{answer->begin(), answer->end()});
    auto decoded = decodeAnswer(method.answer, *answer);
    if (!decoded) return internal(decoded.error());
    return *std::move(decoded);
}

const std::vector<Forwarded>& forwardedMethods() {
    using P = Param;
    static const std::vector<Forwarded> all{
        {"delegateInfo_getDelegates", "DelegateInfoRuntimeApi_get_delegates", {}},
        {"delegateInfo_getDelegate", "DelegateInfoRuntimeApi_get_delegate", {P::AccountBytes}},
        {"delegateInfo_getDelegated", "DelegateInfoRuntimeApi_get_delegated", {P::AccountBytes}},
        {"neuronInfo_getNeuronsLite", "NeuronInfoRuntimeApi_get_neurons_lite", {P::U16}},
        {"neuronInfo_getNeuronLite", "NeuronInfoRuntimeApi_get_neuron_lite", {P::U16, P::U16}},
        {"neuronInfo_getNeurons", "NeuronInfoRuntimeApi_get_neurons", {P::U16}},
        {"neuronInfo_getNeuron", "NeuronInfoRuntimeApi_get_neuron", {P::U16, P::U16}},
        {"subnetInfo_getSubnetInfo", "SubnetInfoRuntimeApi_get_subnet_info", {P::U16}},
        {"subnetInfo_getSubnetsInfo", "SubnetInfoRuntimeApi_get_subnets_info", {}},
        {"subnetInfo_getSubnetInfo_v2", "SubnetInfoRuntimeApi_get_subnet_info_v2", {P::U16}},
        {"subnetInfo_getSubnetsInfo_v2", "SubnetInfoRuntimeApi_get_subnets_info_v2", {}},
        {"subnetInfo_getSubnetHyperparams", "SubnetInfoRuntimeApi_get_subnet_hyperparams", {P::U16}},
        {"subnetInfo_getSubnetHyperparamsV2", "SubnetInfoRuntimeApi_get_subnet_hyperparams_v2", {P::U16}},
        {"subnetInfo_getAllDynamicInfo", "SubnetInfoRuntimeApi_get_all_dynamic_info", {}},
        {"subnetInfo_getDynamicInfo", "SubnetInfoRuntimeApi_get_dynamic_info", {P::U16}},
        {"subnetInfo_getAllMetagraphs", "SubnetInfoRuntimeApi_get_all_metagraphs", {}},
        {"subnetInfo_getMetagraph", "SubnetInfoRuntimeApi_get_metagraph", {P::U16}},
        {"subnetInfo_getAllMechagraphs", "SubnetInfoRuntimeApi_get_all_mechagraphs", {}},
        {"subnetInfo_getMechagraph", "SubnetInfoRuntimeApi_get_mechagraph", {P::U16, P::U8}},
        {"subnetInfo_getSubnetState", "SubnetInfoRuntimeApi_get_subnet_state", {P::U16}},
        {"subnetInfo_getLockCost", "SubnetRegistrationRuntimeApi_get_network_registration_cost", {}, Answer::Number},
        {"subnetInfo_getSelectiveMetagraph", "SubnetInfoRuntimeApi_get_selective_metagraph", {P::U16, P::U16List}},
        {"subnetInfo_getColdkeyAutoStakeHotkey",
         "SubnetInfoRuntimeApi_get_coldkey_auto_stake_hotkey",
         {P::Account, P::U16}},
        {"subnetInfo_getSelectiveMechagraph",
         "SubnetInfoRuntimeApi_get_selective_mechagraph",
         {P::U16, P::U8, P::U16List}},
        {"subnetInfo_getSubnetToPrune", "SubnetInfoRuntimeApi_get_subnet_to_prune", {}, Answer::OptionalNumber},
        {"subnetInfo_getSubnetAccountId", "SubnetInfoRuntimeApi_get_subnet_account_id", {P::U16}},
        {"stakeInfo_getColdkeyLock", "StakeInfoRuntimeApi_get_coldkey_lock", {P::Account, P::U16}},
        {"swap_currentAlphaPrice", "SwapRuntimeApi_current_alpha_price", {P::U16}, Answer::Number},
        {"swap_currentAlphaPriceAll", "SwapRuntimeApi_current_alpha_price_all", {}, Answer::Prices},
        {"swap_simSwapTaoForAlpha", "SwapRuntimeApi_sim_swap_tao_for_alpha", {P::U16, P::U64}},
        {"swap_simSwapAlphaForTao", "SwapRuntimeApi_sim_swap_alpha_for_tao", {P::U16, P::U64}},
    };
    return all;
}

} // namespace

void addSubtensorMethods(MethodTable& table) {
    for (const auto& method : forwardedMethods())
        add(table, {method.name},
            [&method](MethodContext& context, const json& params) { return forward(method, context, params); });
}

} // namespace taodeck::localnet

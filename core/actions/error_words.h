#pragma once
/// The chain's errors in plain words: what happened and what to do next.

#include <string>
#include <string_view>

namespace taodeck::actions {

/// @param name as readOutcome gives it. Names that are not known get a general sentence with the name in it.
std::string errorWords(std::string_view name);
/// True when the name has words of its own.
bool hasErrorWords(std::string_view name);

/// Name of the reason for which a node's pool refused a transaction, from the text of its JSON-RPC error:
/// "InvalidTransaction.SlippageTooHigh". "Pool.Refused" when the text is of no known kind.
std::string poolErrorName(std::string_view rpcError);

} // namespace taodeck::actions

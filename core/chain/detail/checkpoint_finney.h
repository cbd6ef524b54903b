#pragma once
/// The main network's checkpoint as constants. Reviewed data; the unit tests verify a real justification against it.

#include <array>
#include <cstdint>
#include <string_view>

namespace taodeck::chain::detail {

// Main network, block 9183744: SCALE header and GRANDPA set 6. Source: tests/data/grandpa and tests/data/proofs,
// whose justification the unit tests verify against these keys.
inline constexpr std::string_view kFinneyHeader =
    "c5c642484bffa0b389a9c18e4639b99f3d6952133f3310be0a976f38b6159a96028830026cccff1b2ed82f073f40e8c47a1e"
    "ece22790c832dfd371f4288b16844cc8c26d96152f7eb054d36ec1a0d138f63bc1c4d885f1932ef50357eb4d728745938412"
    "0c0661757261202521e508000000000466726f6e8801dc629df4ee2ab0b9c935cdfc2a33342efee1121b5d35f1ba88659774"
    "288cbfc600056175726101010854d5ad8d7062d0fba18bdc05ce3f46eaf8bf1096c9f5c27fe59429e381327a8c5369b9f9be"
    "2432041f800006aafbc6287c74e2e506bfbfe491e7e5741e5b88";
inline constexpr std::uint64_t kFinneySetId = 6;
inline constexpr std::array<std::string_view, 20> kFinneyAuthorities{
    "3c0694d473b0203bd9842aabbac7ab7d73205a3ccf97096bc5361ea75dcdd0a4",
    "45ddfeed53c360c0ad3a10fcf8b09b63f032a81152c73f8971fc71660c22b5cf",
    "0c06118ac33cdf11a313778fd600e45b12af35c4e96fdfd1f24b622a47f5a604",
    "f55a9261d2d5cc475537c27d18158d3a0cae213fa87e305a345df2771a31e125",
    "4077cc7f31e19faa539e089f8282e03f33318290a32fbad369dac950986dcd43",
    "c40dd57ef4b2c4408548665620cbfd420f09cdaa2cb6056f77b5b769eddeaed0",
    "ba5fb07ded8410d39649f8e30a3fb4ffa623c9232b30c14f1f42afb36f4bfb3b",
    "e96069b13bef0322f8e3e9bac94e303dafe1a6372736cc57a9f32d0b52318095",
    "5201d27eb236bf32fa024f5c1c094513f084192e756a7511a3649db3b76ba2c3",
    "600d1e6db2964a84b13569c2a437d8eab4888768b57b73bebca36cc214e836b8",
    "477b9292e050855f808d743cbaccb52e9c00a5a96d8f0b091f87d1660d96609d",
    "370e2fadd6e17124db38edaf10045a039d136b52c125151f8aaa090a1554cd38",
    "1d351649339513b4061077a469fee1f49f79a130bdc2cf54cdea3b3894c59cbc",
    "b8bc8e248f8a1e7c4f3c0954206f57a5a60d0a48418cc54f162b27289f2b3987",
    "33f0e8e844911223d3c859f3283ca737bf33437d965ed34e350ddb3e5f49ae22",
    "c92f57a27012a9c9fac61d3185c845c50622f0ac136fce99e62e2920c89dfbdd",
    "1ac50d47914fdb8a1827b57f623b8aac857ad84a08d77c1ae606d7d24ec46945",
    "46d41f69d5df314822236500c3d57687ce9b9db3f44f45a4ff91f02e27b3bc2d",
    "1ab5cd4e35349c94a0516e3d4850cdfb174d23290fdf35e86dfca84d57a3a5c4",
    "55b0f4f90805b1518d2de726d8767465440f54a5602c92fb0481a9c5eb0b17f8",
};

} // namespace taodeck::chain::detail

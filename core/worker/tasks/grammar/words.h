#pragma once
/// The words of the demonstration model's grammar: what it was trained on, and all it knows
/// (tools/demo_model/grammar.py is the same grammar for the trainer). Pure data.

#include <array>
#include <cstdint>
#include <string_view>

namespace taodeck::worker::grammar {

using Word = std::string_view;

/// What a review is about, and the words that only fit there.
struct Domain {
    std::array<Word, 10> things;
    std::array<Word, 6> aspects;
    std::array<Word, 4> plural;
    Word again; ///< "I would ... it again."
    std::array<Word, 4> good, bad;
};
inline constexpr Domain kDomains[] = {
    {{"cafe", "hotel", "museum", "library", "market", "theatre", "park", "cinema", "harbour", "castle"},
     {"view", "service", "music", "light", "entrance", "terrace"},
     {"rooms", "chairs", "guides", "stairs"},
     "visit",
     {"quiet", "friendly", "welcoming", "cosy"},
     {"noisy", "crowded", "rude", "gloomy"}},
    {{"phone", "lamp", "bicycle", "kettle", "jacket", "camera", "chair", "backpack", "radio", "watch"},
     {"handle", "battery", "colour", "design", "sound", "price"},
     {"buttons", "seams", "instructions", "parts"},
     "buy",
     {"sturdy", "reliable", "clever", "comfortable"},
     {"flimsy", "broken", "clumsy", "useless"}},
    {{"soup", "bread", "coffee", "pasta", "salad", "cake", "curry", "pie", "tea", "cheese"},
     {"taste", "smell", "sauce", "crust", "filling", "recipe"},
     {"portions", "spices", "toppings", "herbs"},
     "order",
     {"fresh", "tasty", "delicious", "rich"},
     {"stale", "bland", "bitter", "soggy"}},
};
inline constexpr std::array<Word, 10> kGood{"lovely", "excellent", "great",     "wonderful", "pleasant",
                                            "superb", "charming",  "brilliant", "good",      "perfect"};
inline constexpr std::array<Word, 10> kBad{"awful",    "terrible",      "dull",   "poor", "horrible",
                                           "dreadful", "disappointing", "boring", "bad",  "annoying"};
inline constexpr std::array<Word, 4> kLike{"love", "like", "enjoy", "admire"},
    kHate{"hate", "dislike", "regret", "despise"};
struct Strength {
    Word word;
    double value;
};
inline constexpr Strength kStrengths[] = {{"slightly", 0.5}, {"a little", 0.5}, {"", 1.0},       {"quite", 1.0},
                                          {"really", 1.5},   {"very", 1.5},     {"extremely", 2}};
inline constexpr std::array<Word, 6> kNegations{"not", "not at all", "never", "hardly", "far from", "anything but"};
inline constexpr std::array<Word, 6> kRelations{"sister", "brother", "friend", "neighbour", "mother", "uncle"};

/// The first half are women.
inline constexpr std::array<Word, 20> kNames{"Mira", "Anna", "Lena",  "Nora",  "Ines",  "Ruth", "Olga",
                                             "Vera", "Cora", "Elsa",  "Oskar", "Paul",  "Hugo", "Ivan",
                                             "Noah", "Emil", "Felix", "Karl",  "Tomas", "Jonas"};
inline constexpr std::array<Word, 10> kPlaces{"kitchen", "garden", "harbour", "forest", "station",
                                              "school",  "tower",  "bakery",  "valley", "workshop"};
inline constexpr std::array<Word, 12> kObjects{"lantern", "key",  "book", "coin",   "basket", "letter",
                                               "ring",    "bell", "map",  "bottle", "drum",   "mirror"};
inline constexpr std::array<Word, 8> kColours{"red", "blue", "green", "yellow", "white", "black", "silver", "golden"};
inline constexpr std::array<Word, 5> kContainers{"box", "bag", "drawer", "cupboard", "chest"};
inline constexpr std::array<Word, 6> kTimes{"One morning", "One evening",   "On Monday",
                                            "After lunch", "In the summer", "Late at night"};

/// Whether training never saw these two words together: about one pair in eight. Questions are made of such pairs, so
/// that a model that is right about them has learnt the rules and not the sentences.
bool isKeptOut(Word first, Word second);

} // namespace taodeck::worker::grammar

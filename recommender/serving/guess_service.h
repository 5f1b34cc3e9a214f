// Guess You Like at the player's side: holds the catalogue, the history in memory, and the model generation
// in service; answers with a list. Links no LibTorch. Threads: all functions thread-safe. guess() computes on
// the caller's thread (milliseconds): never the GUI's. Loading a generation happens beside the one in service
// and then swaps a pointer; guesses never wait for it. What can fail: a generation that is damaged or from
// another schema is refused with the reason, the one in service stays.
#pragma once

#include "library_scanner/core/listen.h"
#include "library_scanner/core/reaction.h"
#include "library_scanner/core/result.h"
#include "library_scanner/store/library_snapshot.h"
#include "recommender/serving/guess.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

namespace ranking {
class Catalogue;
struct ContentView;
}  // namespace ranking

struct ModelHealth {
    /// The generation in service; empty when none is.
    std::string generation;
    /// Generations found and refused, with the reason.
    std::vector<std::string> refused;
    std::size_t items = 0;
    /// Tracks of the library that the generation has never seen and that are found by their tags.
    std::size_t newer_items = 0;
    /// "hnsw" or "exact", and the same with the figures it was chosen by.
    std::string index, index_words;
};

class GuessService {
  public:
    explicit GuessService(std::filesystem::path model_directory);
    ~GuessService();

    void set_library(LibraryPtr library);
    /// The whole history, ascending; replaces what was held.
    void set_history(std::vector<Listen> listens, std::vector<Reaction> reactions);
    /// One more listen that has ended. Of a private session it is kept in memory alone, for guesses with
    /// `private_session`.
    void add_listen(const Listen& listen);
    void add_reaction(const Reaction& reaction) { add_reactions({reaction}); }
    /// At the cost of one.
    void add_reactions(const std::vector<Reaction>& added);

    /// What tracks sound like: called once for each library, with its catalogue, on the thread that sets
    /// either. An empty function: nothing is known any more.
    void set_content(std::function<ranking::ContentView(const ranking::Catalogue&)> content);

    /// Takes the newest sound generation of the model directory into service, if it is not already, and the
    /// ranker's model there; a ranker's model that is refused is told in health(), the one in service stays.
    /// The Error names why the newest was refused, when no sound newer one was found.
    Status load_newest_generation();

    /// Fits the ranker's model to the whole history, takes it into service and writes it beside the
    /// generations, where load_newest_generation() finds it. Seconds of CPU with a long history: on a thread
    /// that may take them. The Error is of the writing; the model serves all the same.
    Status fit_ranker();

    /// Gives the tracks that came after the model an index of their own, where they have become many. Takes a
    /// millisecond for each of them; guesses do not wait for it. Fails for want of memory: nothing is
    /// changed.
    Status merge_new_tracks();

    GuessList guess(const GuessRequest& request) const;
    /// What is held back at that time; with `private_session` by what was skipped there too.
    std::vector<HeldBack> held_back(UtcTime at, bool private_session = false) const;
    ModelHealth health() const;

  private:
    /// Why the file was refused; nothing when it serves, or when there is none.
    std::optional<std::string> load_ranker();

    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace refrain

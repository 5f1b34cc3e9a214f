// The processes of one training, as each of them sees the others: a few operations that all of them call in
// the same order. Alone is the form for one process. One thread calls; the calls wait for the others. Throws
// PeerFailure when one of them has gone or does not answer.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <vector>

#include <torch/types.h>

namespace refrain {

/// Another process of the training has gone, or did not answer in time. what() is a sentence without its
/// stop.
class PeerFailure : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

class Peers {
  public:
    virtual ~Peers() = default;

    /// Own number, in [0, count()).
    virtual int own() const = 0;
    virtual int count() const = 0;
    bool alone() const { return count() == 1; }

    /// `tensor` becomes the sum of everyone's, the same bits everywhere.
    virtual void sum(torch::Tensor& tensor) = 0;
    /// `tensor` becomes that of process 0.
    virtual void take_first(torch::Tensor& tensor) = 0;
    /// Everyone's `tensor`, all of the same shape, one after another along a new first axis.
    virtual torch::Tensor gather(const torch::Tensor& tensor) = 0;
    /// `rows`: first sent[0] for process 0, then sent[1] for process 1, …; gives what the others sent here in
    /// the same way, received[p] rows from process p.
    virtual torch::Tensor exchange(const torch::Tensor& rows, const std::vector<std::int64_t>& sent,
                                   const std::vector<std::int64_t>& received) = 0;
};

/// One process: there is nobody to wait for.
class Alone final : public Peers {
  public:
    int own() const override { return 0; }
    int count() const override { return 1; }
    void sum(torch::Tensor& /*tensor*/) override {}
    void take_first(torch::Tensor& /*tensor*/) override {}
    torch::Tensor gather(const torch::Tensor& tensor) override { return tensor.unsqueeze(0); }
    torch::Tensor exchange(const torch::Tensor& rows, const std::vector<std::int64_t>& /*sent*/,
                           const std::vector<std::int64_t>& /*received*/) override {
        return rows;
    }
};

}  // namespace refrain

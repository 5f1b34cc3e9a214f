#include "recommender/model/parallel/process_group.h"

#include "recommender/model/parallel/peers.h"

#include <string>
#include <utility>

#ifdef REFRAIN_WITH_GLOO
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/utils.h>
#endif

namespace refrain {

#ifdef REFRAIN_WITH_GLOO
namespace {

using torch::Tensor;

std::string first_line(const std::exception& error) {
    const std::string text = error.what();
    return text.substr(0, text.find('\n'));
}

class GlooPeers final : public Peers {
  public:
    GlooPeers(const PeerSettings& settings, c10::intrusive_ptr<c10d::Store> store)
        : own_(settings.own), count_(settings.count) {
        auto options = c10d::ProcessGroupGloo::Options::create(settings.patience);
        options->devices.push_back(device_for(settings));
        group_ = c10::make_intrusive<c10d::ProcessGroupGloo>(std::move(store), own_, count_, options);
    }

    int own() const override { return own_; }
    int count() const override { return count_; }

    void sum(Tensor& tensor) override {
        const torch::NoGradGuard no_grad;
        std::vector<Tensor> all{at_hand(tensor)};
        wait_for([&] { return group_->allreduce(all); });
        put_back(all[0], tensor);
    }
    void take_first(Tensor& tensor) override {
        const torch::NoGradGuard no_grad;
        std::vector<Tensor> all{at_hand(tensor)};
        wait_for([&] { return group_->broadcast(all); });
        put_back(all[0], tensor);
    }
    Tensor gather(const Tensor& tensor) override {
        const torch::NoGradGuard no_grad;
        std::vector<Tensor> mine{at_hand(tensor)};
        std::vector<std::int64_t> shape = tensor.sizes().vec();
        shape.insert(shape.begin(), count_);
        Tensor out = torch::empty(shape, mine[0].options());
        std::vector<std::vector<Tensor>> all(1);
        for (int p = 0; p < count_; ++p) {
            all[0].push_back(out[p]);
        }
        wait_for([&] { return group_->allgather(all, mine); });
        return out.to(tensor.device());
    }
    Tensor exchange(const Tensor& rows, const std::vector<std::int64_t>& sent,
                    const std::vector<std::int64_t>& received) override {
        const torch::NoGradGuard no_grad;
        Tensor from = at_hand(rows);
        std::vector<std::int64_t> shape = rows.sizes().vec();
        shape[0] = 0;
        for (const auto part : received) {
            shape[0] += part;
        }
        Tensor to = torch::empty(shape, from.options());
        auto out_counts = received;
        auto in_counts = sent;
        wait_for([&] { return group_->alltoall_base(to, from, out_counts, in_counts); });
        return to.to(rows.device());
    }

  private:
    static std::shared_ptr<::gloo::transport::Device> device_for(const PeerSettings& settings) {
        if (!settings.interface.empty()) {
            return c10d::ProcessGroupGloo::createDeviceForInterface(settings.interface);
        }
        // All on one machine: what its host name stands for may be nothing that can be reached.
        if (settings.host == "localhost" || settings.host == "127.0.0.1" || settings.host == "::1") {
            return c10d::ProcessGroupGloo::createDeviceForHostname(settings.host);
        }
        return c10d::ProcessGroupGloo::createDefaultDevice();
    }
    /// Gloo works on the host's memory.
    static Tensor at_hand(const Tensor& tensor) { return tensor.detach().to(torch::kCPU).contiguous(); }
    static void put_back(const Tensor& from, Tensor& to) {
        if (from.data_ptr() != to.data_ptr()) {
            to.detach().copy_(from);
        }
    }
    template <class Start>
    void wait_for(Start start) const {
        try {
            start()->wait();
        } catch (const std::exception& error) {
            throw PeerFailure("process " + std::to_string(own_) + " of " + std::to_string(count_) +
                              " has lost another one, or had no answer in time (" + first_line(error) + ")");
        }
    }

    int own_, count_;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> group_;
};

}  // namespace

Result<std::shared_ptr<Peers>> join_peers(const PeerSettings& settings) {
    try {
        c10d::TCPStoreOptions options;
        options.port = settings.port;
        options.isServer = settings.own == 0 && !settings.kept_by_launcher;
        options.waitWorkers = false;  // the group below waits for all of them
        options.timeout = settings.patience;
        auto meeting = c10::make_intrusive<c10d::TCPStore>(settings.host, options);
        auto store = c10::make_intrusive<c10d::PrefixStore>("refrain/" + settings.attempt, meeting);
        auto peers = std::make_shared<GlooPeers>(settings, store);
        // Gloo lets a process go on while another is still on its way to it. One that ends then, with an
        // error that all would find, would take the meeting place with it and leave the others guessing.
        peers->gather(torch::zeros({1}));
        return std::shared_ptr<Peers>(std::move(peers));
    } catch (const std::exception& error) {
        return Error{ErrorCode::failed,
                     "Process " + std::to_string(settings.own) + " of " + std::to_string(settings.count) +
                         " could not meet the others at " + settings.host + " port " +
                         std::to_string(settings.port) + " (" + first_line(error) + ")",
                     {}};
    }
}
#else
Result<std::shared_ptr<Peers>> join_peers(const PeerSettings& /*settings*/) {
    return Error{
        ErrorCode::unsupported,
        "This refrain-trainer was built without Gloo's headers and trains in one process only; unset "
        "WORLD_SIZE and RANK",
        {}};
}
#endif

}  // namespace refrain

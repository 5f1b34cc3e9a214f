// What a PulseAudio server (or PipeWire's) says about its sinks, picture by picture, as long as it is wished.
//
// Lives on one Qt thread (an event loop is needed), where `picture` and `lost` are told; libpulse has a
// thread of its own, which sleeps until the server speaks. Nothing waits. What can fail: there is no server,
// or no libpulse; then lost() comes, and the next watch() tries again.
#pragma once

#include "app/desktop/output_watch.h"

#include <memory>
#include <string>

#include <QObject>

namespace refrain {

class PulseMonitor : public QObject {
    Q_OBJECT
  public:
    /// `server` as in PULSE_SERVER; empty: the listener's own. A server is never started.
    explicit PulseMonitor(std::string server = {}, QObject* parent = nullptr);
    ~PulseMonitor() override;

    /// Connects, unless it is connected or at it.
    void watch();
    bool watching() const { return connection_ != nullptr; }

  Q_SIGNALS:
    void picture(const refrain::SoundPicture& now);
    /// The server went away, or there is none.
    void lost();

  private:
    struct Connection;
    struct ConnectionDeleter {
        void operator()(Connection* connection) const;
    };

    void drop(int connection);

    std::string server_;
    bool told_that_it_is_missing_ = false;
    int connections_ = 0;
    std::unique_ptr<Connection, ConnectionDeleter> connection_;
};

}  // namespace refrain

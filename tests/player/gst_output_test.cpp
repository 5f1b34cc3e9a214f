// What an output through GStreamer keeps, and for how long.
#include "player/engine/output/gst_output.h"

#include "player/engine/gst_handle.h"

#include <array>
#include <memory>

#include <gtest/gtest.h>

namespace refrain {
namespace {

TEST(GstOutput, LetsGoOfItsDeviceWhenItIsClosed) {
    ASSERT_TRUE(start_gstreamer());
    const auto made = make_element("fakesink");
    ASSERT_TRUE(made);
    GWeakRef device;
    g_weak_ref_init(&device, made.value());
    GstHandle<GstElement> sink(GST_ELEMENT(gst_object_ref_sink(made.value())));
    // No other thread changes its state, or keeps it for a moment longer.
    AudioSinkOptions options;
    options.kind = AudioSinkOptions::Kind::fake;
    {
        auto opened = GstOutput::open(options, {}, std::move(sink), [] {});
        ASSERT_TRUE(opened);
        const OutputPtr output = std::move(opened).value();
        constexpr std::array<float, 2048> silence{};
        output->push(silence.data(), silence.size() / 2);
        output->pause();
        output->play();
        output->stop();
    }
    const std::unique_ptr<void, void (*)(void*)> left(
        g_weak_ref_get(&device), [](void* element) { gst_object_unref(GST_OBJECT(element)); });
    EXPECT_EQ(left, nullptr);
    g_weak_ref_clear(&device);
}

}  // namespace
}  // namespace refrain

#include "library_scanner/audio_file/file_source.h"

#include <algorithm>
#include <utility>

#include <gst/base/gstbasesrc.h>

namespace refrain {
namespace {

/// What is read at a time where a decoder takes what comes.
constexpr guint block_bytes = 64 * 1024;

struct What {
    std::shared_ptr<const Bytes> bytes;
    std::string uri;
};

struct FileSource {
    GstBaseSrc parent;
    What* what;
};
struct FileSourceClass {
    GstBaseSrcClass parent;
};

FileSource* self(gpointer object) {
    return static_cast<FileSource*>(object);
}

gboolean yes(GstBaseSrc*) {
    return TRUE;
}

gboolean get_size(GstBaseSrc* source, guint64* size) {
    *size = self(source)->what->bytes->size();
    return TRUE;
}

GstFlowReturn create(GstBaseSrc* source, guint64 offset, guint length, GstBuffer** out) {
    const Bytes& bytes = *self(source)->what->bytes;
    const std::uint64_t size = bytes.size();
    const auto there =
        static_cast<std::size_t>(offset < size ? std::min<std::uint64_t>(length, size - offset) : 0);
    if (there == 0) {
        return GST_FLOW_EOS;
    }
    GstBuffer* const buffer = gst_buffer_new_allocate(nullptr, there, nullptr);
    GstMapInfo map;
    gst_buffer_map(buffer, &map, GST_MAP_WRITE);
    const std::size_t done = bytes.read(offset, reinterpret_cast<char*>(map.data), there);
    gst_buffer_unmap(buffer, &map);
    if (done == 0) {
        gst_buffer_unref(buffer);
        if (offset >= bytes.size()) {
            return GST_FLOW_EOS;  // cut short meanwhile
        }
        GST_ELEMENT_ERROR(source, RESOURCE, READ, ("The disk does not give what it holds"), (nullptr));
        return GST_FLOW_ERROR;
    }
    gst_buffer_set_size(buffer, static_cast<gssize>(done));
    GST_BUFFER_OFFSET(buffer) = offset;
    GST_BUFFER_OFFSET_END(buffer) = offset + done;
    *out = buffer;
    return GST_FLOW_OK;
}

gboolean query(GstBaseSrc* source, GstQuery* asked);
void finalize(GObject* object);

void class_init(gpointer klass, gpointer) {
    static GstStaticPadTemplate pad =
        GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);
    auto* const element = static_cast<GstElementClass*>(klass);
    gst_element_class_add_static_pad_template(element, &pad);
    gst_element_class_set_static_metadata(element, "Part of a file", "Source/File", "Reads a part of a file",
                                          "Refrain");
    auto* const base = static_cast<GstBaseSrcClass*>(klass);
    base->start = yes;
    base->stop = yes;
    base->is_seekable = yes;
    base->get_size = get_size;
    base->create = create;
    base->query = query;
    static_cast<GObjectClass*>(klass)->finalize = finalize;
}

void instance_init(GTypeInstance* instance, gpointer) {
    auto* const base = reinterpret_cast<GstBaseSrc*>(instance);
    gst_base_src_set_format(base, GST_FORMAT_BYTES);
    gst_base_src_set_blocksize(base, block_bytes);
}

GType type() {
    static const GType registered =
        g_type_register_static_simple(GST_TYPE_BASE_SRC, "RefrainFileSource", sizeof(FileSourceClass),
                                      class_init, sizeof(FileSource), instance_init, GTypeFlags(0));
    return registered;
}

template <class Class>
Class* parent_class() {
    static gpointer const parent = g_type_class_peek(GST_TYPE_BASE_SRC);
    return static_cast<Class*>(parent);
}

gboolean query(GstBaseSrc* source, GstQuery* asked) {
    if (GST_QUERY_TYPE(asked) == GST_QUERY_URI) {
        gst_query_set_uri(asked, self(source)->what->uri.c_str());
        return TRUE;
    }
    return parent_class<GstBaseSrcClass>()->query(source, asked);
}

void finalize(GObject* object) {
    delete self(object)->what;
    parent_class<GObjectClass>()->finalize(object);
}

}  // namespace

GstElement* make_file_source(std::shared_ptr<const Bytes> bytes, std::string uri) {
    auto* const source = static_cast<FileSource*>(g_object_new(type(), nullptr));
    source->what = new What{std::move(bytes), std::move(uri)};
    return GST_ELEMENT(source);
}

}  // namespace refrain

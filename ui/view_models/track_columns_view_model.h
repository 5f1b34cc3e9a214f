// Which columns a list of tracks has, chosen by the listener and remembered, and where they stand in a window
// of any width: those that matter least give way. GUI thread; place_columns() is pure. Nothing fails.
#pragma once

#include <functional>
#include <vector>

#include <QList>
#include <QObject>
#include <QString>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class TrackColumnsViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// Rises whenever place(), isShown() or name() may answer differently; name it in a binding.
    Q_PROPERTY(int revision READ revision NOTIFY changed)
  public:
    /// In the order in which they stand.
    enum Column {
        Title,
        Artist,
        AlbumArtist,
        Album,
        Genre,
        Year,
        Added,
        BitRate,
        Path,
        Rating,
        Length,
    };
    Q_ENUM(Column)

    using Read = std::function<QVariant(const QString& key)>;
    using Write = std::function<void(const QString& key, const QVariant& value)>;
    /// The settings; either may be empty.
    TrackColumnsViewModel(const Read& read, Write write, QObject* parent = nullptr);

    int revision() const { return revision_; }

    /// All that can be shown, in their order.
    Q_INVOKABLE QList<int> all() const;
    Q_INVOKABLE QString name(int column) const;
    Q_INVOKABLE bool isShown(int column) const;
    /// The title is always shown.
    Q_INVOKABLE void setShown(int column, bool shown);
    Q_INVOKABLE void reset();
    /// [{column, x, width, right}] for the columns that have room in `width`; the title first.
    Q_INVOKABLE QVariantList place(qreal width) const;

    void retranslate();

  Q_SIGNALS:
    void changed();

  private:
    void keep();

    Write write_;
    std::vector<Column> shown_;
    int revision_ = 0;
};

struct PlacedColumn {
    TrackColumnsViewModel::Column column;
    double x = 0.0, width = 0.0;

    friend bool operator==(const PlacedColumn&, const PlacedColumn&) = default;
};

/// The columns of `shown` side by side, `gap` pixels between them. Where their least widths do not fit, the
/// less important are left out, the title never; what is left over is shared among those with texts.
std::vector<PlacedColumn> place_columns(const std::vector<TrackColumnsViewModel::Column>& shown, double width,
                                        double gap);

}  // namespace refrain

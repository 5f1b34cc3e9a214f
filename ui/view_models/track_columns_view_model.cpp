#include "ui/view_models/track_columns_view_model.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QMetaEnum>
#include <QStringList>
#include <QVariantMap>

namespace refrain {

namespace {

using Column = TrackColumnsViewModel::Column;

/// Between two columns; also in ui/theme/Theme.qml, where it is space4.
constexpr double column_gap = 16.0;

struct Shape {
    Column column;
    /// In pixels.
    double least;
    /// Its part of the room that is left over; 0 for what is always of one width.
    double share;
    /// The lowest gives way first.
    int importance;
    bool right;
};

constexpr std::array shapes{
    Shape{Column::Title, 140, 40, 99, false},       Shape{Column::Artist, 100, 28, 90, false},
    Shape{Column::AlbumArtist, 100, 24, 20, false}, Shape{Column::Album, 100, 32, 80, false},
    Shape{Column::Genre, 80, 18, 40, false},        Shape{Column::Year, 44, 0, 50, true},
    Shape{Column::Added, 84, 0, 30, true},          Shape{Column::BitRate, 56, 0, 25, true},
    Shape{Column::Path, 140, 44, 10, false},        Shape{Column::Rating, 80, 0, 60, false},
    Shape{Column::Length, 56, 0, 70, true},
};

const Shape& shape_of(Column column) {
    return shapes[static_cast<std::size_t>(column)];
}

bool known(int column) {
    return column >= 0 && column < static_cast<int>(shapes.size());
}

const std::vector<Column>& usual() {
    static const std::vector<Column> columns{Column::Title, Column::Artist, Column::Album, Column::Rating,
                                             Column::Length};
    return columns;
}

QString setting() {
    return QStringLiteral("ui/columns");
}

/// By its name in the program, which stays whatever the language and the order.
QString word_of(Column column) {
    return QString::fromLatin1(QMetaEnum::fromType<Column>().valueToKey(column)).toLower();
}

std::vector<Column> columns_in(const QString& text) {
    const QStringList words = text.split(u',');
    std::vector<Column> columns;
    for (const Shape& shape : shapes) {
        if (shape.column == Column::Title || words.contains(word_of(shape.column))) {
            columns.push_back(shape.column);
        }
    }
    return columns;
}

}  // namespace

std::vector<PlacedColumn> place_columns(const std::vector<Column>& shown, double width, double gap) {
    std::vector<Column> columns = shown;
    const auto taken = [&] {
        double sum = gap * static_cast<double>(columns.size() - 1);
        for (const Column column : columns) {
            sum += shape_of(column).least;
        }
        return sum;
    };
    while (columns.size() > 1 && taken() > width) {
        columns.erase(std::min_element(columns.begin(), columns.end(), [](Column a, Column b) {
            return shape_of(a).importance < shape_of(b).importance;
        }));
    }
    double shares = 0.0;
    for (const Column column : columns) {
        shares += shape_of(column).share;
    }
    const double left_over = std::max(0.0, width - taken());
    std::vector<PlacedColumn> placed;
    double x = 0.0;
    for (const Column column : columns) {
        const Shape& shape = shape_of(column);
        const double own = shape.least + (shares > 0.0 ? left_over * shape.share / shares : 0.0);
        placed.push_back({column, x, own});
        x += own + gap;
    }
    return placed;
}

TrackColumnsViewModel::TrackColumnsViewModel(const Read& read, Write write, QObject* parent)
    : QObject(parent), write_(std::move(write)), shown_(usual()) {
    if (const QVariant kept = read ? read(setting()) : QVariant(); kept.isValid()) {
        shown_ = columns_in(kept.toString());
    }
}

QList<int> TrackColumnsViewModel::all() const {
    QList<int> columns;
    for (const Shape& shape : shapes) {
        columns.push_back(shape.column);
    }
    return columns;
}

QString TrackColumnsViewModel::name(int column) const {
    switch (column) {
        case Title:
            return tr("Title");
        case Artist:
            return tr("Artist");
        case AlbumArtist:
            return tr("Album artist");
        case Album:
            return tr("Album");
        case Genre:
            return tr("Genre");
        case Year:
            return tr("Year");
        case Added:
            return tr("Added");
        case BitRate:
            return tr("Bit rate");
        case Path:
            return tr("File");
        case Rating:
            return tr("Rating");
        case Length:
            return tr("Length");
        default:
            return {};
    }
}

bool TrackColumnsViewModel::isShown(int column) const {
    return std::find(shown_.begin(), shown_.end(), column) != shown_.end();
}

void TrackColumnsViewModel::setShown(int column, bool shown) {
    if (!known(column) || column == Title || isShown(column) == shown) {
        return;
    }
    const auto which = static_cast<Column>(column);
    if (shown) {
        shown_.insert(std::upper_bound(shown_.begin(), shown_.end(), which), which);
    } else {
        std::erase(shown_, which);
    }
    keep();
}

void TrackColumnsViewModel::reset() {
    shown_ = usual();
    keep();
}

void TrackColumnsViewModel::keep() {
    if (write_) {
        QStringList words;
        for (const Column column : shown_) {
            words.push_back(word_of(column));
        }
        write_(setting(), words.join(u','));
    }
    ++revision_;
    Q_EMIT changed();
}

QVariantList TrackColumnsViewModel::place(qreal width) const {
    QVariantList places;
    for (const PlacedColumn& placed : place_columns(shown_, width, column_gap)) {
        places.push_back(QVariantMap{{QStringLiteral("column"), static_cast<int>(placed.column)},
                                     {QStringLiteral("x"), placed.x},
                                     {QStringLiteral("width"), placed.width},
                                     {QStringLiteral("right"), shape_of(placed.column).right}});
    }
    return places;
}

void TrackColumnsViewModel::retranslate() {
    ++revision_;
    Q_EMIT changed();
}

}  // namespace refrain

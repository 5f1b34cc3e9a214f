// The list of what is loved and what is not wanted, each a line that can be taken back. The lines are made on
// any thread (pure); the model lives on the GUI thread. Nothing fails.
#pragma once

#include "library_scanner/core/reaction.h"
#include "library_scanner/store/library_snapshot.h"
#include "ui/view_models/keyed_list_model.h"

#include <cstdint>
#include <span>
#include <vector>

#include <QString>
#include <QtQml/qqmlregistration.h>

namespace refrain {

struct ReactionLine {
    Reaction reaction;
    /// What it is about: a title, the name of an artist, an album, a style.
    QString name;
    /// "Song by Nils Frahm · until 3 December".
    QString detail;

    std::int64_t key() const;
    friend bool operator==(const ReactionLine& a, const ReactionLine& b) {
        return a.key() == b.key() && a.name == b.name && a.detail == b.detail;
    }
};

/// What holds at `now`: first what is not wanted, then what is loved, the newest first.
std::vector<ReactionLine> reaction_lines(std::span<const Reaction> reactions, const LibrarySnapshot& library,
                                         UtcTime now);

class ReactionsModel : public KeyedListModel<ReactionLine> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("ReactionsViewModel has one")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
  public:
    /// loved: a love, else a ban.
    enum Role { NameRole = Qt::UserRole + 1, DetailRole, LovedRole, TrackIdRole };

    using KeyedListModel::KeyedListModel;

    int count() const { return rowCount(); }
    void show(std::vector<ReactionLine> lines);

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void countChanged();
};

}  // namespace refrain

// The Guess You Like page: the cards that come next, each with its reason, and what is held back.
// GUI thread; the lists are computed elsewhere and arrive by signal. Nothing fails; an empty list has a note.
#pragma once

#include "ui/background.h"
#include "ui/player_follower.h"
#include "ui/view_models/guess_cards.h"
#include "ui/view_models/keyed_list_model.h"
#include "ui/view_models/library_changes.h"

#include <QObject>
#include <QString>
#include <QTimer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace refrain {

/// A term of a score as the page draws it.
struct TermRow {
    Q_GADGET
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(double amount MEMBER amount)
    /// Of the largest amount in the list, in [0, 1].
    Q_PROPERTY(double share MEMBER share)
    Q_PROPERTY(QString amountText MEMBER amount_text)
  public:
    QString name;
    double amount = 0.0;
    double share = 0.0;
    QString amount_text;
};

class GuessCardsModel : public KeyedListModel<GuessCard> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("GuessViewModel fills it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
  public:
    enum Role {
        EntryIdRole = Qt::UserRole + 1,
        TrackIdRole,
        TitleRole,
        ArtistRole,
        AlbumRole,
        ReasonRole,
        RouteRole,
        TermsRole
    };
    using KeyedListModel::KeyedListModel;

    int count() const { return rowCount(); }
    void show(std::vector<GuessCard> cards);

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

  Q_SIGNALS:
    void countChanged();
};

class GuessViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    Q_PROPERTY(refrain::GuessCardsModel* cards READ cards CONSTANT)
    Q_PROPERTY(QVariantList heldBack READ held_back NOTIFY changed)
    Q_PROPERTY(QString note READ note NOTIFY changed)
    Q_PROPERTY(QString model READ model NOTIFY changed)
    /// What plays is of the listener's own queue, and the cards come behind it.
    Q_PROPERTY(bool goesOn READ goes_on NOTIFY changed)
    Q_PROPERTY(bool queued READ queued NOTIFY changed)
    Q_PROPERTY(QVariantList currentTerms READ current_terms NOTIFY changed)
  public:
    GuessViewModel(Background& background, Player& player, PlayerFollower& follower, LibraryChanges& library,
                   QObject* parent = nullptr);

    GuessCardsModel* cards() { return &cards_; }
    QVariantList held_back() const;
    const QString& note() const { return page_.note; }
    /// The generation in service; empty when none is.
    const QString& model() const { return page_.model; }
    /// The cards are in the queue and will be played; else they are a proposal.
    bool queued() const { return page_.queued; }
    /// Why the track playing now was queued; empty for what the listener chose.
    QVariantList current_terms() const;

    /// The language has changed.
    void retranslate() { refresh(); }
    bool goes_on() const { return page_.goes_on; }

    Q_INVOKABLE void start();
    Q_INVOKABLE void lift(const QString& style);
    /// Plays the card at once: a jump in the queue, or the proposal by itself.
    Q_INVOKABLE void play(int row);
    /// Takes the card out of the queue.
    Q_INVOKABLE void remove(int row);

  Q_SIGNALS:
    void changed();

  private:
    void refresh();

    Background& background_;
    Player& player_;
    PlayerFollower& follower_;
    LibraryChanges& library_;
    GuessCardsModel cards_;
    GuessList list_;
    /// What the page shows beside the cards.
    struct Page {
        std::vector<HeldBackStyle> held_back;
        std::vector<std::pair<QString, double>> current_terms;
        QString note, model;
        bool queued = false, goes_on = false;

        friend bool operator==(const Page&, const Page&) = default;
    };
    Page page_;
    /// The minutes of "fades in 24 min" go by while nothing else happens.
    QTimer minute_;
};

}  // namespace refrain

Q_DECLARE_METATYPE(refrain::TermRow)

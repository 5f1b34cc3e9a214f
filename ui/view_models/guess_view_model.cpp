#include "ui/view_models/guess_view_model.h"

#include "ui/view_models/queue_entries.h"
#include "ui/view_models/sentences.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace refrain {

namespace {

QVariantList term_rows(const std::vector<std::pair<QString, double>>& terms) {
    double largest = 0.0;
    for (const auto& [name, amount] : terms) {
        largest = std::max(largest, std::abs(amount));
    }
    QVariantList rows;
    for (const auto& [name, amount] : terms) {
        TermRow row;
        row.name = name;
        row.amount = amount;
        row.share = largest > 0.0 ? std::abs(amount) / largest : 0.0;
        row.amount_text = QStringLiteral("%1%2")
                              .arg(amount < 0 ? QStringLiteral("−") : QStringLiteral("+"))
                              .arg(std::abs(amount), 0, 'f', 2);
        rows.push_back(QVariant::fromValue(row));
    }
    return rows;
}

}  // namespace

void GuessCardsModel::show(std::vector<GuessCard> cards) {
    const int before = count();
    replace(std::move(cards));
    if (before != count()) {
        Q_EMIT countChanged();
    }
}

QVariant GuessCardsModel::data(const QModelIndex& index, int role) const {
    const GuessCard* card = row_at(index.row());
    if (!card) {
        return {};
    }
    switch (role) {
        case EntryIdRole:
            return QVariant::fromValue<qint64>(card->entry.value());
        case TrackIdRole:
            return QVariant::fromValue<qint64>(card->track.value());
        case Qt::DisplayRole:
        case TitleRole:
            return card->title;
        case ArtistRole:
            return card->artist;
        case AlbumRole:
            return card->album;
        case ReasonRole:
            return card->reason;
        case RouteRole:
            return card->route;
        case TermsRole:
            return term_rows(card->terms);
        default:
            return {};
    }
}

QHash<int, QByteArray> GuessCardsModel::roleNames() const {
    return {{EntryIdRole, "entryId"}, {TrackIdRole, "trackId"}, {TitleRole, "title"}, {ArtistRole, "artist"},
            {AlbumRole, "album"},     {ReasonRole, "reason"},   {RouteRole, "route"}, {TermsRole, "terms"}};
}

GuessViewModel::GuessViewModel(Background& background, Player& player, PlayerFollower& follower,
                               LibraryChanges& library, QObject* parent)
    : QObject(parent),
      background_(background),
      player_(player),
      follower_(follower),
      library_(library),
      cards_(this),
      list_(background.current_guess()) {
    connect(&background_, &Background::guess_changed, this, [this](const GuessList& list) {
        list_ = list;
        refresh();
    });
    connect(&follower_, &PlayerFollower::changed, this, &GuessViewModel::refresh);
    connect(&library_, &LibraryChanges::changed, this, &GuessViewModel::refresh);
    connect(&minute_, &QTimer::timeout, this, &GuessViewModel::refresh);
    minute_.start(std::chrono::seconds(30));
    refresh();
}

QVariantList GuessViewModel::held_back() const {
    QVariantList rows;
    for (const HeldBackStyle& held : page_.held_back) {
        rows.push_back(
            QVariantMap{{QStringLiteral("style"), held.style}, {QStringLiteral("fades"), held.fades}});
    }
    return rows;
}

QVariantList GuessViewModel::current_terms() const {
    return term_rows(page_.current_terms);
}

void GuessViewModel::start() {
    background_.start_guess();
}

void GuessViewModel::lift(const QString& style) {
    background_.lift(style);
}

void GuessViewModel::play(int row) {
    const GuessCard* card = cards_.row_at(row);
    if (!card) {
        return;
    }
    if (card->entry.valid()) {
        player_.jump_to(card->entry);
    } else {
        // Chosen by hand from the proposals: the listener's own pick, found on this page.
        player_.play(queue_entries(*library_.current(), {card->track}, Intent::track, "guess"));
    }
}

void GuessViewModel::remove(int row) {
    const GuessCard* card = cards_.row_at(row);
    if (card && card->entry.valid()) {
        player_.remove(card->entry);
    }
}

void GuessViewModel::refresh() {
    const PlayerState& state = follower_.state();
    std::vector<GuessCard> cards = guess_cards(state, list_, *library_.current());
    Page page;
    page.queued = !cards.empty() && cards.front().entry.valid();
    page.goes_on = refrain::goes_on(state);
    page.note = said(list_.note);
    page.model = plain_text(list_.model);
    page.held_back = held_back_styles(list_, utc_now());
    if (const QueueEntry* current = state.current_entry()) {
        for (const ScoreTerm& term : current->terms) {
            page.current_terms.emplace_back(term_text(term.name), term.amount);
        }
    }
    cards_.show(std::move(cards));
    if (!(page == page_)) {
        page_ = std::move(page);
        Q_EMIT changed();
    }
}

}  // namespace refrain

#include "ui/view_models/tag_editor_view_model.h"

#include "ui/view_models/sentences.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <utility>

#include <QStringList>
#include <QVariantMap>

namespace refrain {

namespace {

/// Of what would change so much is shown.
constexpr std::size_t most_shown = 50;

QString text_of(const std::vector<std::string>& values) {
    return plain_text(one_line(values));
}

QString file_name(const std::string& path) {
    return plain_text(path.substr(path.rfind('/') + 1));
}

std::vector<std::string> values_in(EditField field, const QString& text) {
    if (!may_be_several(field)) {
        return {text.toStdString()};
    }
    std::vector<std::string> values;
    for (const QString& part : text.split(u';')) {
        values.push_back(part.toStdString());
    }
    return values;
}

}  // namespace

std::vector<FieldSummary> summary_of(const std::vector<Track>& tracks) {
    std::vector<FieldSummary> summary;
    for (const EditField field : edit_fields) {
        FieldSummary one{field, {}, false};
        for (std::size_t i = 0; i < tracks.size() && !one.mixed; ++i) {
            auto values = values_of(tracks[i], field);
            if (i == 0) {
                one.values = std::move(values);
            } else if (values != one.values) {
                one.mixed = true;
                one.values.clear();
            }
        }
        summary.push_back(std::move(one));
    }
    return summary;
}

TagEditorViewModel::TagEditorViewModel(TagEditService& service, LibraryChanges& library,
                                       NoticeViewModel& notices, QObject* parent)
    : QObject(parent), service_(service), library_(library), notices_(notices) {
    connect(&service_, &TagEditService::finished, this, &TagEditorViewModel::take);
    connect(&service_, &TagEditService::newest_changed, this, &TagEditorViewModel::undoChanged);
    connect(&service_, &TagEditService::progress, this, [this](int done, int of) {
        share_ = of > 0 ? static_cast<double>(done) / of : 0.0;
        Q_EMIT progressed();
    });
}

QString TagEditorViewModel::name_of(EditField field) {
    switch (field) {
        case EditField::title:
            return tr("Title");
        case EditField::artist:
            return tr("Artist");
        case EditField::album:
            return tr("Album");
        case EditField::album_artist:
            return tr("Album artist");
        case EditField::composer:
            return tr("Composer");
        case EditField::genre:
            return tr("Genre");
        case EditField::date:
            return tr("Date");
        case EditField::track_number:
            return tr("Track");
        case EditField::track_total:
            return tr("Tracks in all");
        case EditField::disc_number:
            return tr("Disc");
        case EditField::disc_total:
            return tr("Discs in all");
        case EditField::compilation:
            return tr("Compilation");
    }
    return {};
}

QVariantList TagEditorViewModel::fields() const {
    QVariantList fields;
    for (const FieldSummary& one : summary_) {
        fields.push_back(QVariantMap{{QStringLiteral("field"), static_cast<int>(one.field)},
                                     {QStringLiteral("name"), name_of(one.field)},
                                     {QStringLiteral("text"), text_of(one.values)},
                                     {QStringLiteral("mixed"), one.mixed}});
    }
    return fields;
}

QVariantList TagEditorViewModel::preview() const {
    QVariantList preview;
    for (std::size_t i = 0; i < std::min(plan_.size(), most_shown); ++i) {
        const PlannedEdit& edit = plan_[i];
        QStringList changes;
        for (std::size_t n = 0; n < edit.after.size(); ++n) {
            changes.push_back(QStringLiteral("%1: %2 → %3")
                                  .arg(name_of(edit.after[n].field), text_of(edit.before[n].values),
                                       text_of(edit.after[n].values)));
        }
        preview.push_back(QVariantMap{{QStringLiteral("file"), file_name(edit.path)},
                                      {QStringLiteral("changes"), changes.join(u'\n')}});
    }
    return preview;
}

QString TagEditorViewModel::undo_text() const {
    const auto newest = service_.newest();
    return newest ? tr("Undo the change of %n file(s), %1", nullptr, newest->files)
                        .arg(when_text(QDateTime::fromMSecsSinceEpoch(to_ms(newest->at)),
                                       QDateTime::currentDateTime()))
                  : QString();
}

void TagEditorViewModel::openTrack(qint64 track) {
    if (const auto row = library_.current()->row_of(TrackId(track))) {
        open({library_.current(), std::make_shared<const std::vector<std::uint32_t>>(1, *row), {{0, 1}}});
    }
}

void TagEditorViewModel::openRows(const TrackRowsModel* list, int row) {
    if (MeantTracks tracks = list ? list->meant(row) : MeantTracks(); tracks.size() > 0) {
        open(std::move(tracks));
    }
}

void TagEditorViewModel::open(MeantTracks tracks) {
    ready_ = false;
    tracks_ = std::make_shared<const std::vector<Track>>();
    summary_.clear();
    wanted_.clear();
    edit_ = {};
    plan_.clear();
    refused_ = false;
    trouble_.clear();
    trouble_file_.clear();
    planning_.cancel();
    gathering_.cancel();
    Q_EMIT changed();
    Q_EMIT wanted();
    if (tracks.size() > most_tracks) {
        trouble_ = tr("So many songs at once are for the command line: refrain tag --help");
        Q_EMIT planned();
        return;
    }
    Q_EMIT planned();
    gathering_.start(
        [tracks = std::move(tracks)](const std::atomic<bool>&) {
            std::vector<Track> gathered;
            for (const TrackId id : tracks.ids()) {
                if (const auto track = tracks.library->find(id)) {
                    gathered.push_back(copy_of(*track));
                }
            }
            return gathered;
        },
        [this](std::vector<Track> gathered) {
            summary_ = summary_of(gathered);
            tracks_ = std::make_shared<const std::vector<Track>>(std::move(gathered));
            ready_ = true;
            Q_EMIT changed();
            // Tells at once of tracks that cannot be changed at all.
            plan();
        });
}

void TagEditorViewModel::set(int field, const QString& text) {
    if (field < 0 || field >= static_cast<int>(summary_.size())) {
        return;
    }
    const FieldSummary& now = summary_[static_cast<std::size_t>(field)];
    if (text == text_of(now.values)) {
        wanted_.erase(now.field);
    } else {
        wanted_[now.field] = {now.field, values_in(now.field, text)};
    }
    plan();
}

void TagEditorViewModel::remove(int field) {
    if (field >= 0 && field < static_cast<int>(summary_.size())) {
        const EditField which = summary_[static_cast<std::size_t>(field)].field;
        wanted_[which] = {which, {}};
        plan();
    }
}

void TagEditorViewModel::setNumberFrom(int first) {
    edit_.number_from = first > 0 ? std::optional(first) : std::nullopt;
    plan();
}

void TagEditorViewModel::setLetterCase(const QString& word) {
    edit_.letter_case = letter_case_from(word.toStdString());
    edit_.case_fields = {EditField::title};
    plan();
}

void TagEditorViewModel::setPattern(const QString& pattern) {
    edit_.pattern = pattern.trimmed().toStdString();
    plan();
}

void TagEditorViewModel::plan() {
    edit_.set.clear();
    for (const auto& [field, change] : wanted_) {
        edit_.set.push_back(change);
    }
    struct Planned {
        std::vector<PlannedEdit> edits;
        std::optional<Error> error;
    };
    planning_.start(
        [tracks = tracks_, edit = edit_](const std::atomic<bool>&) {
            auto made = plan_edits(*tracks, edit);
            return made ? Planned{std::move(made).value(), {}} : Planned{{}, made.error()};
        },
        [this](Planned made) {
            plan_ = std::move(made.edits);
            refused_ = made.error.has_value();
            trouble_ = made.error ? error_text(*made.error) : QString();
            trouble_file_ = made.error ? plain_text(made.error->path) : QString();
            Q_EMIT planned();
        });
}

void TagEditorViewModel::apply() {
    // A plan that is still being made is not what the listener has seen.
    if (!planning_.running() && !writing_ && !refused_ && !plan_.empty()) {
        writing_ = true;
        share_ = 0.0;
        trouble_.clear();
        trouble_file_.clear();
        service_.apply(plan_);
        Q_EMIT planned();
        Q_EMIT progressed();
    }
}

void TagEditorViewModel::stop() {
    service_.cancel();
}

void TagEditorViewModel::undoLast() {
    if (const auto newest = service_.newest()) {
        service_.undo(newest->id);
    }
}

void TagEditorViewModel::retranslate() {
    Q_EMIT changed();
    Q_EMIT planned();
    Q_EMIT undoChanged();
}

void TagEditorViewModel::take(TagEditService::Kind kind, const TagEditReport& report,
                              const std::optional<Error>& trouble) {
    const bool done = report.written + report.waiting > 0;
    if (trouble) {
        notices_.tell_trouble(*trouble);
    } else if (!report.failed.empty()) {
        notices_.tell_trouble(failure_text(report), plain_text(report.failed.front().path));
    } else if (kind == TagEditService::Kind::undo) {
        notices_.tell(tr("The tags are as they were."));
    }
    if (kind != TagEditService::Kind::edit) {
        return;
    }
    if (done) {
        const QString text =
            report.waiting > 0
                ? tr("%n file(s) changed; what plays follows when it has ended.", nullptr, report.written)
                : tr("%n file(s) changed.", nullptr, report.written);
        notices_.tell(text, tr("Undo"), [this, batch = report.batch] { service_.undo(batch); });
        plan_.clear();
        Q_EMIT written();
    } else {
        // The sheet stays, and tells what the notice behind it does.
        trouble_ = notices_.error();
        trouble_file_ = notices_.error_file();
    }
    writing_ = false;
    Q_EMIT planned();
    Q_EMIT progressed();
}

QString TagEditorViewModel::failure_text(const TagEditReport& report) {
    const int more = static_cast<int>(report.failed.size()) - 1;
    const QString text = error_text({ErrorCode::failed, report.failed.front().reason, {}});
    return more > 0 ? text + QStringLiteral(". ") + tr("%n more file(s) could not be changed.", nullptr, more)
                    : text;
}

}  // namespace refrain

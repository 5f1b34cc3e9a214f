// The sheet in which the tags of one or many tracks are changed: what they say now, what the listener wants
// of them, what that would change, and how far the writing is. GUI thread; tracks are gathered and plans made
// beside it. What can fail: what is wanted makes no sense (trouble()), and single files, of which a notice
// tells.
#pragma once

#include "library_scanner/edit/tag_plan.h"
#include "ui/tag_edit_service.h"
#include "ui/view_models/latest_task.h"
#include "ui/view_models/library_changes.h"
#include "ui/view_models/notice_view_model.h"
#include "ui/view_models/track_rows_model.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QString>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

namespace refrain {

/// What several tracks say of a field.
struct FieldSummary {
    EditField field = EditField::title;
    std::vector<std::string> values;
    /// They differ; `values` is empty.
    bool mixed = false;
};
/// For every field, in their order. Pure.
std::vector<FieldSummary> summary_of(const std::vector<Track>& tracks);

class TagEditorViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// The tracks have been gathered.
    Q_PROPERTY(bool ready READ ready NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// [{field, name, text, mixed}]: as the files say it.
    Q_PROPERTY(QVariantList fields READ fields NOTIFY changed)
    /// How many files would change, and the first of them: [{file, changes}].
    Q_PROPERTY(int changes READ changes NOTIFY planned)
    Q_PROPERTY(QVariantList preview READ preview NOTIFY planned)
    /// Why nothing can be written as it is wanted, and the file it is about; empty when it can.
    Q_PROPERTY(QString trouble READ trouble NOTIFY planned)
    Q_PROPERTY(QString troubleFile READ trouble_file NOTIFY planned)
    /// Files are being written, and how many of them have been, in [0, 1].
    Q_PROPERTY(bool writing READ writing NOTIFY progressed)
    Q_PROPERTY(double share READ share NOTIFY progressed)
    /// The last change that can be taken back, in words; empty when there is none.
    Q_PROPERTY(QString undoText READ undo_text NOTIFY undoChanged)
  public:
    /// More at once are a matter for the command line.
    static constexpr std::size_t most_tracks = 10'000;

    TagEditorViewModel(TagEditService& service, LibraryChanges& library, NoticeViewModel& notices,
                       QObject* parent = nullptr);

    bool ready() const { return ready_; }
    int count() const { return static_cast<int>(tracks_->size()); }
    QVariantList fields() const;
    int changes() const { return static_cast<int>(plan_.size()); }
    QVariantList preview() const;
    const QString& trouble() const { return trouble_; }
    const QString& trouble_file() const { return trouble_file_; }
    bool writing() const { return writing_; }
    double share() const { return share_; }
    QString undo_text() const;

    Q_INVOKABLE void openTrack(qint64 track);
    /// Of the row, or of the selection where the row is part of it.
    Q_INVOKABLE void openRows(const refrain::TrackRowsModel* list, int row);
    /// The field gets this text in all the tracks; several artists have ";" between them. It stays as the
    /// files say it where `text` is what fields() told.
    Q_INVOKABLE void set(int field, const QString& text);
    /// None of the tracks has the field any more.
    Q_INVOKABLE void remove(int field);
    /// 0: numbers stay.
    Q_INVOKABLE void setNumberFrom(int first);
    /// "upper", "lower", "title", "sentence", of titles; empty: letters stay.
    Q_INVOKABLE void setLetterCase(const QString& word);
    Q_INVOKABLE void setPattern(const QString& pattern);
    /// Writes what preview() shows; a notice tells how it went and offers to undo it.
    Q_INVOKABLE void apply();
    /// Leaves what has not been written yet as it is.
    Q_INVOKABLE void stop();
    Q_INVOKABLE void undoLast();

    void retranslate();

  Q_SIGNALS:
    /// openTrack() or openRows() was called for tracks that are there.
    void wanted();
    void changed();
    void planned();
    void progressed();
    void undoChanged();
    /// What apply() began has ended, and something was changed.
    void written();

  private:
    void open(MeantTracks tracks);
    void plan();
    void take(TagEditService::Kind kind, const TagEditReport& report, const std::optional<Error>& trouble);
    static QString failure_text(const TagEditReport& report);
    static QString name_of(EditField field);

    TagEditService& service_;
    LibraryChanges& library_;
    NoticeViewModel& notices_;
    std::shared_ptr<const std::vector<Track>> tracks_ = std::make_shared<const std::vector<Track>>();
    std::vector<FieldSummary> summary_;
    std::map<EditField, TagChange> wanted_;
    TagEdit edit_;
    std::vector<PlannedEdit> plan_;
    QString trouble_, trouble_file_;
    /// The plan makes no sense.
    bool refused_ = false;
    bool ready_ = false, writing_ = false;
    double share_ = 0.0;
    LatestTask gathering_{this}, planning_{this};
};

}  // namespace refrain

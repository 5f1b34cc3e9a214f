// The theme and the language the listener asked for, and the accent colour of the cover that is playing. GUI
// thread; the cover is read and measured beside it. Nothing fails: without a cover the house colour stays.
#pragma once

#include "ui/images/cover_images.h"
#include "ui/view_models/latest_task.h"

#include <functional>
#include <memory>
#include <optional>

#include <QColor>
#include <QObject>
#include <QString>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class AppearanceViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
    /// "system", "light" or "dark".
    Q_PROPERTY(QString mode READ mode WRITE set_mode NOTIFY changed)
    /// "system", "en" or "zh_CN".
    Q_PROPERTY(QString language READ language WRITE set_language NOTIFY languageChanged)
    /// Of the cover as it is; invalid when there is none.
    Q_PROPERTY(QColor coverColour READ cover_colour NOTIFY changed)
    Q_PROPERTY(bool hasCoverColour READ has_cover_colour NOTIFY changed)
    /// Nothing moves that need not.
    Q_PROPERTY(bool still READ still CONSTANT)
  public:
    using ReadSetting = std::function<QVariant(const QString&)>;
    using WriteSetting = std::function<void(const QString&, const QVariant&)>;

    AppearanceViewModel(std::shared_ptr<CoverImages> covers, const ReadSetting& read, WriteSetting write,
                        bool still, QObject* parent = nullptr);

    const QString& mode() const { return mode_; }
    void set_mode(const QString& mode);
    const QString& language() const { return language_; }
    void set_language(const QString& language);
    QColor cover_colour() const { return cover_colour_.value_or(QColor()); }
    bool has_cover_colour() const { return cover_colour_.has_value(); }
    bool still() const { return still_; }

    /// The accent follows this track's cover. An invalid id: the house colour.
    void follow(TrackId track);

    /// `colour` so that it can be read on `background` (WCAG AA).
    Q_INVOKABLE QColor readable(const QColor& colour, const QColor& background) const;

  Q_SIGNALS:
    void changed();
    void languageChanged();

  private:
    std::shared_ptr<CoverImages> covers_;
    WriteSetting write_;
    QString mode_ = QStringLiteral("system");
    QString language_ = QStringLiteral("system");
    bool still_;
    TrackId track_;
    std::optional<QColor> cover_colour_;
    LatestTask task_{this};
};

}  // namespace refrain

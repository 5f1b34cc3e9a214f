// Export and import of the listening history by the files the listener names. GUI thread; the work and its
// outcome (Background::message) are the application's.
#pragma once

#include "ui/background.h"

#include <QObject>
#include <QString>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace refrain {

class TransferViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The window has one")
  public:
    explicit TransferViewModel(Background& background, QObject* parent = nullptr)
        : QObject(parent), background_(background) {}

    /// `format` is "csv" or "jsonl"; the file gets that ending when it has none.
    Q_INVOKABLE void exportHistory(const QUrl& file, const QString& format);
    Q_INVOKABLE void importHistory(const QUrl& file);

  private:
    Background& background_;
};

}  // namespace refrain

#include "ui/view_models/transfer_view_model.h"

#include <QFileInfo>

namespace refrain {

void TransferViewModel::exportHistory(const QUrl& file, const QString& format) {
    QString path = file.toLocalFile();
    if (path.isEmpty()) {
        return;
    }
    if (QFileInfo(path).suffix().isEmpty()) {
        path += u'.' + format;
    }
    background_.export_history(path, format);
}

void TransferViewModel::importHistory(const QUrl& file) {
    const QString path = file.toLocalFile();
    if (!path.isEmpty()) {
        background_.import_history(path);
    }
}

}  // namespace refrain

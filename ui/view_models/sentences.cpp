#include "ui/view_models/sentences.h"

#include "recommender/serving/score_words.h"
#include "ui/view_models/track_text.h"

#include <algorithm>
#include <iterator>

#include <QCoreApplication>
#include <QStringList>
#include <QStringView>

namespace refrain {

namespace {

/// `%1`, `%2` stand for what varies.
struct Pattern {
    const char* source;
    /// Which of them are themselves sentences or lengths of time: "2"; the others are names.
    const char* spoken = "";
};

// The special before the general: the first that fits is taken.
constexpr Pattern patterns[] = {
    // Reasons of Guess You Like.
    {QT_TRANSLATE_NOOP("Sentence", "Last heard %1 ago"), "1"},
    {QT_TRANSLATE_NOOP("Sentence", "From your library, not played yet: %1")},
    {QT_TRANSLATE_NOOP("Sentence", "From your library, not played yet")},
    {QT_TRANSLATE_NOOP("Sentence", "Next on %1")},
    {QT_TRANSLATE_NOOP("Sentence", "Further on %1")},
    {QT_TRANSLATE_NOOP("Sentence", "You finished it %1 right after “%2”"), "1"},
    {QT_TRANSLATE_NOOP("Sentence", "Not heard for %1, and you finished it %2"), "12"},
    {QT_TRANSLATE_NOOP("Sentence", "Not heard for %1"), "1"},
    {QT_TRANSLATE_NOOP("Sentence", "Added to your library today")},
    {QT_TRANSLATE_NOOP("Sentence", "Added to your library %1 ago, not heard yet"), "1"},
    {QT_TRANSLATE_NOOP("Sentence", "You love this track")},
    {QT_TRANSLATE_NOOP("Sentence", "From %1, an album you love")},
    {QT_TRANSLATE_NOOP("Sentence", "By %1, whom you love")},
    {QT_TRANSLATE_NOOP("Sentence", "In a style you love")},
    {QT_TRANSLATE_NOOP("Sentence", "You finished it %1 of %2 times, last %3 ago"), "3"},
    {QT_TRANSLATE_NOOP("Sentence", "You finished it %1, last %2 ago"), "12"},
    {QT_TRANSLATE_NOOP("Sentence", "New to you, and you finished %1 of %2 by %3 this month")},
    {QT_TRANSLATE_NOOP("Sentence", "You finished %1 of %2 by %3 this month")},
    {QT_TRANSLATE_NOOP("Sentence", "New to you, and you have finished tracks by %1")},
    {QT_TRANSLATE_NOOP("Sentence", "You have finished tracks by %1")},
    {QT_TRANSLATE_NOOP("Sentence", "New to you, in styles you finish: %1")},
    {QT_TRANSLATE_NOOP("Sentence", "In styles you finish: %1")},
    {QT_TRANSLATE_NOOP("Sentence", "New to you, and close to what you play lately: %1")},
    {QT_TRANSLATE_NOOP("Sentence", "New to you, and close to what you play lately")},
    {QT_TRANSLATE_NOOP("Sentence", "Fits what you play lately: %1")},
    {QT_TRANSLATE_NOOP("Sentence", "Fits what you play lately")},
    {QT_TRANSLATE_NOOP("Sentence", "Sounds like “%1”")},
    {QT_TRANSLATE_NOOP("Sentence", "From “%1”, where you asked to start")},
    {QT_TRANSLATE_NOOP("Sentence", "Goes with “%1”, where you asked to start")},
    // What became of a training.
    {QT_TRANSLATE_NOOP("Sentence", "A new model has been trained")},
    {QT_TRANSLATE_NOOP("Sentence", "%1 The one in use stays."), "1"},
    {QT_TRANSLATE_NOOP("Sentence", "%1 Guesses go on without a model."), "1"},
    {QT_TRANSLATE_NOOP("Sentence",
                       "Too few songs were heard out lately to tell whether the new model is better.")},
    {QT_TRANSLATE_NOOP(
        "Sentence",
        "On your last listens the new model foresaw %1 of 100 finished songs, what you play most %2.")},
    {QT_TRANSLATE_NOOP(
        "Sentence",
        "On your last listens the new model foresaw %1 of 100 finished songs, the one in use %2.")},
    {QT_TRANSLATE_NOOP(
        "Sentence",
        "On your last listens the new model foresaw %1 of 100 finished songs, guessing without one %2.")},
    {QT_TRANSLATE_NOOP("Sentence",
                       "On your last listens the new model would have shown more of what you skipped.")},
    {QT_TRANSLATE_NOOP("Sentence", "The new model could not be tried out.")},
    // Playlists.
    {QT_TRANSLATE_NOOP("Sentence", "A playlist needs a name")},
    {QT_TRANSLATE_NOOP("Sentence", "There is a playlist of this name already")},
    {QT_TRANSLATE_NOOP("Sentence", "This playlist is no longer there")},
    {QT_TRANSLATE_NOOP("Sentence", "The playlist was changed in the meantime")},
    {QT_TRANSLATE_NOOP("Sentence", "This playlist is larger than any playlist is")},
    {QT_TRANSLATE_NOOP("Sentence", "This is no playlist")},
    {QT_TRANSLATE_NOOP("Sentence", "This playlist has more songs than any playlist has")},
    {QT_TRANSLATE_NOOP("Sentence", "The playlist cannot be read")},
    // What is refused when tags are changed, and why a file could not be; fields by their words.
    {QT_TRANSLATE_NOOP("Sentence", "%1 is a number from 1 to 9999, not \"%2\""), "1"},
    {QT_TRANSLATE_NOOP("Sentence", "%1 is 1 (yes) or 0 (no), not \"%2\""), "1"},
    {QT_TRANSLATE_NOOP("Sentence", "%1 is 2011, 2011-05 or 2011-05-01, not \"%2\""), "1"},
    {QT_TRANSLATE_NOOP("Sentence", "%1 has a line break or another control character in it"), "1"},
    {QT_TRANSLATE_NOOP("Sentence", "%1 is longer than %2 bytes"), "1"},
    {QT_TRANSLATE_NOOP("Sentence", "%1 is not UTF-8"), "1"},
    {QT_TRANSLATE_NOOP("Sentence", "%1 has one value"), "1"},
    {QT_TRANSLATE_NOOP("Sentence", "title")},
    {QT_TRANSLATE_NOOP("Sentence", "artist")},
    {QT_TRANSLATE_NOOP("Sentence", "album")},
    {QT_TRANSLATE_NOOP("Sentence", "albumartist")},
    {QT_TRANSLATE_NOOP("Sentence", "composer")},
    {QT_TRANSLATE_NOOP("Sentence", "genre")},
    {QT_TRANSLATE_NOOP("Sentence", "date")},
    {QT_TRANSLATE_NOOP("Sentence", "track")},
    {QT_TRANSLATE_NOOP("Sentence", "tracktotal")},
    {QT_TRANSLATE_NOOP("Sentence", "disc")},
    {QT_TRANSLATE_NOOP("Sentence", "disctotal")},
    {QT_TRANSLATE_NOOP("Sentence", "compilation")},
    {QT_TRANSLATE_NOOP("Sentence",
                       "The pattern needs fields between percent signs, and something between two of them: "
                       "%track% - %title%")},
    {QT_TRANSLATE_NOOP("Sentence", "The track is a part of a file; its cue sheet says what it is called")},
    {QT_TRANSLATE_NOOP("Sentence", "Tags cannot be written into a file of this kind")},
    {QT_TRANSLATE_NOOP("Sentence", "The tags of this file do not take %1 as it was wanted"), "1"},
    {QT_TRANSLATE_NOOP("Sentence",
                       "The tags of the file could not be written without changing other things")},
    {QT_TRANSLATE_NOOP("Sentence", "The tag of this DSD file does not stand at its end")},
    {QT_TRANSLATE_NOOP("Sentence", "The file may not be changed: %1")},
    {QT_TRANSLATE_NOOP("Sentence", "The file cannot be opened: %1")},
    {QT_TRANSLATE_NOOP("Sentence", "A copy cannot be made beside the file: %1")},
    {QT_TRANSLATE_NOOP("Sentence", "The file cannot be copied beside itself: %1")},
    {QT_TRANSLATE_NOOP("Sentence", "The file was changed by another program meanwhile")},
    {QT_TRANSLATE_NOOP("Sentence", "The file is being changed by another program")},
    {QT_TRANSLATE_NOOP("Sentence", "Not written: it was stopped")},
    {QT_TRANSLATE_NOOP("Sentence", "There is no such change of tags to undo")},
    // Folders that are away, or not watched.
    {QT_TRANSLATE_NOOP("Sentence", "the disk at %1 is not mounted")},
    {QT_TRANSLATE_NOOP("Sentence", "no music is listed there now, as when a disk is not mounted")},
    {QT_TRANSLATE_NOOP("Sentence", "more than half of the music known there is gone at once")},
    {QT_TRANSLATE_NOOP("Sentence", "no watch is left on this machine (fs.inotify.max_user_watches)")},
    {QT_TRANSLATE_NOOP("Sentence", "this machine cannot watch folders")},
    {QT_TRANSLATE_NOOP("Sentence",
                       "it lies, or some of it, on another machine or behind a program (%1), which does not "
                       "tell what changes there")},
    // Notes of Guess You Like.
    {QT_TRANSLATE_NOOP("Sentence", "No guesses were asked for.")},
    {QT_TRANSLATE_NOOP("Sentence", "Your library is empty: choose a music folder to begin.")},
    {QT_TRANSLATE_NOOP("Sentence",
                       "None of your files can be found at the moment: is the disk with your music there?")},
    {QT_TRANSLATE_NOOP("Sentence", "Everything there is to propose is playing or queued already.")},
    {QT_TRANSLATE_NOOP("Sentence",
                       "Everything in your library is marked “not for me”: undo one to get guesses.")},
    {QT_TRANSLATE_NOOP("Sentence", "You skipped all of these before: there is little else to choose from.")},
    {QT_TRANSLATE_NOOP("Sentence", "Only one track is left to propose.")},
    {QT_TRANSLATE_NOOP("Sentence", "Only %1 tracks are left to propose.")},
    {QT_TRANSLATE_NOOP(
        "Sentence",
        "Nothing was heard yet: this is a varied choice from your library, and it learns as you listen.")},
    {QT_TRANSLATE_NOOP(
        "Sentence",
        "Everything there is to propose is playing, queued, or in folders and playlists that you left out.")},
    {QT_TRANSLATE_NOOP("Sentence",
                       "You skipped the last %1: this is something else, until you hear one to its end.")},
    {QT_TRANSLATE_NOOP("Sentence", "Nothing in your library belongs to what this list was to start from.")},
    {QT_TRANSLATE_NOOP("Sentence", "There is no more of that: the list goes on with what is near.")},
    {QT_TRANSLATE_NOOP("Sentence", "There is no more of “%1”: the list goes on with what is near.")},
    {QT_TRANSLATE_NOOP("Sentence",
                       "How lively your tracks are is not known yet, so that wish changes nothing.")},
    {QT_TRANSLATE_NOOP(
        "Sentence",
        "There are few tracks to choose from, so some that you heard a short while ago come again.")},
    {QT_TRANSLATE_NOOP(
        "Sentence",
        "Made without a trained model: from what you finish and skip, albums, artists and styles.")},
    // Trouble in playing.
    {QT_TRANSLATE_NOOP("Sentence",
                       "Playback stopped because %1 files in a row could not be played. The last one: %2"),
     "2"},
    {QT_TRANSLATE_NOOP("Sentence", "The file is not there any more")},
    {QT_TRANSLATE_NOOP("Sentence", "The file may not be read")},
    {QT_TRANSLATE_NOOP("Sentence", "The file is empty")},
    {QT_TRANSLATE_NOOP("Sentence", "This is not a file that can be played")},
    {QT_TRANSLATE_NOOP("Sentence", "The file is damaged and cannot be played on")},
    {QT_TRANSLATE_NOOP("Sentence", "The file is damaged, or holds no music")},
    {QT_TRANSLATE_NOOP("Sentence", "The file holds no music")},
    {QT_TRANSLATE_NOOP("Sentence", "The file does not answer")},
    {QT_TRANSLATE_NOOP("Sentence", "The disk with this file does not answer")},
    {QT_TRANSLATE_NOOP("Sentence", "To play %1 files, install the package %2")},
    {QT_TRANSLATE_NOOP("Sentence", "Nothing installed here can decode this file (%1)")},
    {QT_TRANSLATE_NOOP("Sentence", "Nothing installed here can decode this file")},
    {QT_TRANSLATE_NOOP("Sentence", "The audio device is gone")},
    {QT_TRANSLATE_NOOP("Sentence", "The chosen audio device cannot be opened")},
    {QT_TRANSLATE_NOOP(
        "Sentence",
        "The sound server does not answer. Start it again, or choose another device, then play again")},
    {QT_TRANSLATE_NOOP("Sentence",
                       "Nothing comes out of the audio device any more. Start the sound server again, or "
                       "choose another device, then play again")},
    {QT_TRANSLATE_NOOP(
        "Sentence",
        "No audio device could be opened. Connect one or start the sound server, then play again")},
    {QT_TRANSLATE_NOOP(
        "Sentence",
        "The audio device cannot be used (%1). Connect one or start the sound server, then play again")},
    {QT_TRANSLATE_NOOP(
        "Sentence",
        "The audio device cannot be used. Connect one or start the sound server, then play again")},
    // Trouble in reading the library.
    {QT_TRANSLATE_NOOP("Sentence", "is empty")},
    {QT_TRANSLATE_NOOP("Sentence", "holds no audio")},
    {QT_TRANSLATE_NOOP("Sentence", "is not a regular file")},
    {QT_TRANSLATE_NOOP("Sentence", "is of a kind that is not read")},
    {QT_TRANSLATE_NOOP("Sentence", "is cut short: less than half of its audio is there")},
    {QT_TRANSLATE_NOOP("Sentence", "is not an MP3 file: no MPEG audio is in it")},
    {QT_TRANSLATE_NOOP("Sentence", "is not an AAC file: no AAC frames are in it")},
    {QT_TRANSLATE_NOOP("Sentence", "is not %1, or is damaged or cut short")},
    {QT_TRANSLATE_NOOP("Sentence", "cannot be opened: %1")},
    {QT_TRANSLATE_NOOP("Sentence", "cannot be used: %1")},
    {QT_TRANSLATE_NOOP("Sentence", "cannot be read: %1")},
    // How often, how long. Last: a whole sentence may end in them.
    {QT_TRANSLATE_NOOP("Sentence", "once")},
    {QT_TRANSLATE_NOOP("Sentence", "twice")},
    {QT_TRANSLATE_NOOP("Sentence", "%1 times")},
    {QT_TRANSLATE_NOOP("Sentence", "a year")},
    {QT_TRANSLATE_NOOP("Sentence", "%1 years")},
    {QT_TRANSLATE_NOOP("Sentence", "a month")},
    {QT_TRANSLATE_NOOP("Sentence", "%1 months")},
    {QT_TRANSLATE_NOOP("Sentence", "a week")},
    {QT_TRANSLATE_NOOP("Sentence", "%1 weeks")},
    {QT_TRANSLATE_NOOP("Sentence", "a day")},
    {QT_TRANSLATE_NOOP("Sentence", "%1 days")},
    {QT_TRANSLATE_NOOP("Sentence", "an hour")},
    {QT_TRANSLATE_NOOP("Sentence", "%1 hours")},
    {QT_TRANSLATE_NOOP("Sentence", "a few minutes")},
};

/// Where nothing of the catalogue fits.
constexpr const char* code_sentences[] = {
    QT_TRANSLATE_NOOP("Sentence", "It was not found"),
    QT_TRANSLATE_NOOP("Sentence", "It cannot be read"),
    QT_TRANSLATE_NOOP("Sentence", "Its content is not what it should be"),
    QT_TRANSLATE_NOOP("Sentence", "Nothing installed here can handle it"),
    QT_TRANSLATE_NOOP("Sentence", "It cannot be written"),
    QT_TRANSLATE_NOOP("Sentence", "It is damaged"),
    QT_TRANSLATE_NOOP("Sentence", "Another program holds it; try again later"),
    QT_TRANSLATE_NOOP("Sentence", "It was stopped"),
    QT_TRANSLATE_NOOP("Sentence", "It did not work"),
};

/// Those of recommender/serving/score_words.h.
[[maybe_unused]] constexpr const char* score_words[] = {
    QT_TRANSLATE_NOOP("ScoreWord", "close to what you play"),
    QT_TRANSLATE_NOOP("ScoreWord", "finished often and lately"),
    QT_TRANSLATE_NOOP("ScoreWord", "how its artist fared"),
    QT_TRANSLATE_NOOP("ScoreWord", "how its styles fared"),
    QT_TRANSLATE_NOOP("ScoreWord", "goes on with the album"),
    QT_TRANSLATE_NOOP("ScoreWord", "what you let follow"),
    QT_TRANSLATE_NOOP("ScoreWord", "not heard for long"),
    QT_TRANSLATE_NOOP("ScoreWord", "added lately"),
    QT_TRANSLATE_NOOP("ScoreWord", "sounds alike"),
    QT_TRANSLATE_NOOP("ScoreWord", "where you asked to start"),
    QT_TRANSLATE_NOOP("ScoreWord", "calm or lively, as asked"),
    QT_TRANSLATE_NOOP("ScoreWord", "love"),
    QT_TRANSLATE_NOOP("ScoreWord", "the chance of the day"),
    QT_TRANSLATE_NOOP("ScoreWord", "held back after skips"),
    QT_TRANSLATE_NOOP("ScoreWord", "heard lately"),
    QT_TRANSLATE_NOOP("ScoreWord", "familiar, new by turns"),
    QT_TRANSLATE_NOOP("ScoreWord", "much like those before"),
    QT_TRANSLATE_NOOP("ScoreWord", "artist came just before"),
    QT_TRANSLATE_NOOP("ScoreWord", "the model, among what you know"),
    QT_TRANSLATE_NOOP("ScoreWord", "the model, among what is new"),
    QT_TRANSLATE_NOOP("ScoreWord", "what you finish"),
    QT_TRANSLATE_NOOP("ScoreWord", "the album going on"),
    QT_TRANSLATE_NOOP("ScoreWord", "the same artist"),
    QT_TRANSLATE_NOOP("ScoreWord", "the same styles"),
    QT_TRANSLATE_NOOP("ScoreWord", "forgotten favourites"),
    QT_TRANSLATE_NOOP("ScoreWord", "what was added lately"),
    QT_TRANSLATE_NOOP("ScoreWord", "what sounds alike"),
    QT_TRANSLATE_NOOP("ScoreWord", "all of the library"),
    QT_TRANSLATE_NOOP("ScoreWord", "something else"),
    QT_TRANSLATE_NOOP("ScoreWord", "heard a great deal"),
    QT_TRANSLATE_NOOP("ScoreWord", "may be skipped"),
};

QString translated(const char* source) {
    return QCoreApplication::translate("Sentence", source);
}

/// What stands in the places of `pattern`, in their order; nothing when the sentence is another.
std::optional<QStringList> fitted(QStringView pattern, QStringView sentence) {
    QStringList found;
    while (true) {
        const qsizetype place = pattern.indexOf(u'%');
        const QStringView head = place < 0 ? pattern : pattern.left(place);
        if (!sentence.startsWith(head) || (place < 0 && sentence.size() != head.size())) {
            return std::nullopt;
        }
        if (place < 0) {
            return found;
        }
        sentence = sentence.mid(head.size());
        pattern = pattern.mid(place + 2);
        const qsizetype next = pattern.indexOf(u'%');
        const QStringView tail = next < 0 ? pattern : pattern.left(next);
        // The last place reaches as far as it can, the others no further than they must.
        const qsizetype end = next < 0 ? sentence.size() - tail.size() : sentence.indexOf(tail);
        if (end <= 0) {
            return std::nullopt;
        }
        found.push_back(sentence.left(end).toString());
        sentence = sentence.mid(end);
    }
}

bool is_han(QChar c) {
    return c.script() == QChar::Script_Han;
}
bool is_western(QChar c) {
    return c.isDigit() || c.script() == QChar::Script_Latin;
}

/// Chinese is set with a space beside what is western: "已有 8 个月", but "在一个月前".
void append_spaced(QString& text, const QString& more) {
    if (!text.isEmpty() && !more.isEmpty() &&
        ((is_han(text.back()) && is_western(more.front())) ||
         (is_western(text.back()) && is_han(more.front())))) {
        text += u' ';
    }
    text += more;
}

bool speaks_english() {
    //: The language of this file: "en", "zh".
    return QCoreApplication::translate("Sentence", "en") == QStringLiteral("en");
}

}  // namespace

std::optional<QString> known_sentence(const QString& sentence) {
    for (const Pattern& pattern : patterns) {
        const auto places = fitted(QString::fromUtf8(pattern.source), sentence);
        if (!places) {
            continue;
        }
        QString text = translated(pattern.source);
        // All at once: what stands in a place may itself hold "%2".
        QString filled;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const qsizetype place =
                text[i] == u'%' && i + 1 < text.size() ? text[i + 1].digitValue() - 1 : qsizetype{-1};
            if (place < 0 || place >= places->size()) {
                append_spaced(filled, text[i]);
                continue;
            }
            const QString& word = places->at(place);
            const bool spoken = QString::fromLatin1(pattern.spoken).contains(text[i + 1]);
            append_spaced(filled, spoken ? known_sentence(word).value_or(word) : word);
            ++i;
        }
        return filled;
    }
    return std::nullopt;
}

QString said(const std::string& sentence) {
    QString text = plain_text(sentence);
    return speaks_english() ? text : known_sentence(text).value_or(text);
}

QString error_text(const Error& error) {
    QString text = plain_text(error.message);
    if (speaks_english()) {
        return text;
    }
    const auto code = std::min(static_cast<std::size_t>(error.code), std::size(code_sentences) - 1);
    return known_sentence(text).value_or(translated(code_sentences[code]));
}

QString file_trouble(const std::string& reason) {
    QString text = plain_text(reason);
    return speaks_english() ? text : known_sentence(text).value_or(translated("It cannot be read"));
}

QString term_text(const std::string& name) {
    return QCoreApplication::translate("ScoreWord", term_in_words(name).c_str());
}

QString route_text(const std::string& name) {
    return QCoreApplication::translate("ScoreWord", route_in_words(name).c_str());
}

}  // namespace refrain

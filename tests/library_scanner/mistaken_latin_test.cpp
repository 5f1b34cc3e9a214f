// Texts that a tag calls Latin-1: which are, and what the others are.
#include "library_scanner/text/mistaken_latin.h"

#include "library_scanner/text/utf8.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/unistr.h>

namespace refrain {
namespace {

std::string in(const char* encoding, const std::string& utf8) {
    const auto text = icu::UnicodeString::fromUTF8(utf8);
    std::string bytes(static_cast<std::size_t>(text.length()) * 4 + 4, '\0');
    bytes.resize(static_cast<std::size_t>(
        text.extract(0, text.length(), bytes.data(), static_cast<uint32_t>(bytes.size()), encoding)));
    return bytes;
}

std::vector<std::string> in(const char* encoding, const std::vector<std::string>& texts) {
    std::vector<std::string> bytes;
    for (const auto& text : texts) {
        bytes.push_back(in(encoding, text));
    }
    return bytes;
}

const std::vector<std::string> western{"Björk",
                                       "Sigur Rós",
                                       "Ágætis byrjun",
                                       "Motörhead",
                                       "Señor Coconut",
                                       "Mötley Crüe",
                                       "Queensrÿche",
                                       "Beyoncé",
                                       "Blue Öyster Cult",
                                       "Hüsker Dü",
                                       "Déjà Vu",
                                       "Édith Piaf",
                                       "Ænima",
                                       "Þeyr",
                                       "Múm",
                                       "Ásgeir",
                                       "Sólstafir",
                                       "Röyksopp",
                                       "Mø",
                                       "Ó",
                                       "À la vie, à la mort",
                                       "L’été",
                                       "Où va le monde ?",
                                       "¿Dónde están?",
                                       "¡Ay, Carmela!",
                                       "Águas de Março",
                                       "Não",
                                       "João Gilberto",
                                       "Coração",
                                       "Maná",
                                       "Café Tacvba",
                                       "Ñejo",
                                       "Ångström",
                                       "Åsa",
                                       "Jäääär",
                                       "Die Ärzte",
                                       "Tödliche Dosis",
                                       "Grüße aus Köln",
                                       "Straße",
                                       "Fußgänger",
                                       "ÄÖÜ",
                                       "ÆØÅ",
                                       "Bjørnstjerne",
                                       "København",
                                       "Håkan Hellström",
                                       "Så mycket bättre",
                                       "Créée",
                                       "Noël",
                                       "N° 5",
                                       "1ª Sinfonía",
                                       "“Heroes”",
                                       "Naïve",
                                       "«Élan»",
                                       "Émilie Simon",
                                       "Zaïre",
                                       "Hôtel Costes",
                                       "Où",
                                       "Señorita – Remix",
                                       "Cœur",
                                       "Õhtu",
                                       "Ýmir",
                                       "Ölvir",
                                       "Ís",
                                       "Á",
                                       "Trentemøller",
                                       "Ólafur Arnalds",
                                       "Rosalía",
                                       "El Mañana",
                                       "Très Très Fort",
                                       "Düsseldorf"};

TEST(MistakenLatin, NoWesternNameIsEverTakenForAnother) {
    for (const auto& name : western) {
        const auto bytes = in("windows-1252", name);
        EXPECT_EQ(guess_encoding({bytes}), std::nullopt) << name;
    }
    EXPECT_EQ(guess_encoding(in("windows-1252", western)), std::nullopt);
    // Pairs of them, as an artist and a title.
    for (const auto& a : western) {
        for (const auto& b : western) {
            EXPECT_EQ(guess_encoding({in("windows-1252", a), in("windows-1252", b)}), std::nullopt)
                << a << " " << b;
        }
    }
}

TEST(MistakenLatin, WesternTextsThatAreUtf8AreToldAtOnce) {
    for (const auto& name : western) {
        EXPECT_EQ(guess_encoding({name}), LegacyEncoding::utf8) << name;
    }
}

struct Album {
    LegacyEncoding encoding;
    const char* name;
    std::vector<std::string> texts;
};

const std::vector<Album> albums{
    {LegacyEncoding::gbk, "GBK", {"周杰伦", "青花瓷", "我很忙", "牛仔很忙", "彩虹", "阳光宅男"}},
    {LegacyEncoding::gbk, "GBK", {"王菲", "传奇", "红豆", "流行"}},
    {LegacyEncoding::gbk, "GBK", {"邓丽君", "月亮代表我的心 (Live)", "甜蜜蜜"}},
    {LegacyEncoding::big5, "Big5", {"張學友", "吻別", "祝福", "一路上有你", "情人的眼淚"}},
    {LegacyEncoding::big5, "Big5", {"五月天", "倔強", "知足", "突然好想你"}},
    {LegacyEncoding::shift_jis,
     "Shift_JIS",
     {"宇多田ヒカル", "First Love", "はじまりの予感", "さくらドロップス"}},
    {LegacyEncoding::shift_jis, "Shift_JIS", {"久石譲", "となりのトトロ", "風の谷のナウシカ"}},
    {LegacyEncoding::euc_kr, "EUC-KR", {"아이유", "좋은 날", "너랑 나", "밤편지", "가을 아침"}},
    {LegacyEncoding::euc_kr, "EUC-KR", {"방탄소년단", "봄날", "피 땀 눈물", "작은 것들을 위한 시"}},
    {LegacyEncoding::windows_1251, "windows-1251", {"Кино", "Группа крови", "Звезда по имени Солнце"}},
    {LegacyEncoding::windows_1251, "windows-1251", {"Аквариум", "Город золотой", "Поезд в огне"}},
    {LegacyEncoding::windows_1251, "windows-1251", {"ДДТ", "Что такое осень", "Ёлка", "Родина (live 1993)"}},
    {LegacyEncoding::windows_1251, "windows-1251", {"Океан Ельзи", "Без бою", "Я так хочу…"}},
    {LegacyEncoding::koi8_r, "KOI8-R", {"Кино", "Группа крови", "Звезда по имени Солнце"}},
};

TEST(MistakenLatin, AlbumsOfOtherEncodingsAreReadAsTheyWereWritten) {
    for (const auto& album : albums) {
        const auto bytes = in(album.name, album.texts);
        ASSERT_EQ(guess_encoding(bytes), album.encoding) << album.name << " " << album.texts.front();
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            EXPECT_EQ(decoded(bytes[i], album.encoding), album.texts[i]);
        }
    }
}

TEST(MistakenLatin, OneShortNameOfAnUnknownEncodingIsLeftAsItIs) {
    EXPECT_EQ(guess_encoding({in("GBK", "王菲")}), std::nullopt);
    EXPECT_EQ(guess_encoding({in("windows-1251", "ДДТ")}), std::nullopt);
    EXPECT_EQ(guess_encoding({in("EUC-KR", "아이")}), std::nullopt);
    EXPECT_EQ(guess_encoding({}), std::nullopt);
    EXPECT_EQ(guess_encoding({"plain", ""}), std::nullopt);
}

TEST(MistakenLatin, ALetterThatId3v1CutInTwoIsLeftOut) {
    const auto bytes = in("GBK", "月亮代表我的心月亮代表我的心月").substr(0, 29);
    EXPECT_EQ(guess_encoding({bytes}), LegacyEncoding::gbk);
    EXPECT_EQ(decoded(bytes, LegacyEncoding::gbk), "月亮代表我的心月亮代表我的心");
}

TEST(MistakenLatin, BytesComeBackOutOfWhatWasReadAsLatin1) {
    EXPECT_EQ(latin1_bytes("Bj\u00f6rk"), "Bj\xf6rk");
    EXPECT_EQ(latin1_bytes("Ж"), std::nullopt);
}

RC_GTEST_PROP(MistakenLatin, AnyBytesAreGuessedAndDecodedToValidTexts,
              (const std::vector<std::string>& texts)) {
    if (const auto encoding = guess_encoding(texts)) {
        for (const auto& text : texts) {
            if (const auto utf8 = decoded(text, *encoding)) {
                RC_ASSERT(is_valid_utf8(*utf8));
            }
        }
    }
}

}  // namespace
}  // namespace refrain

// Names as people who speak Chinese type them; the readings are checked by hand.
#include "library_scanner/text/pinyin.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> letters(std::string_view text) {
    std::vector<std::string> all;
    for (const PinyinForm& form : pinyin_forms(text)) {
        all.push_back(form.letters);
    }
    return all;
}

struct Name {
    const char* name;
    const char* initials;
    const char* syllables;
};

class PinyinOf : public ::testing::TestWithParam<Name> {};

TEST_P(PinyinOf, IsItsInitialsAndItsSyllables) {
    EXPECT_THAT(letters(GetParam().name), Contains(GetParam().initials));
    EXPECT_THAT(letters(GetParam().name), Contains(GetParam().syllables));
}

INSTANTIATE_TEST_SUITE_P(
    Names, PinyinOf,
    ::testing::Values(
        // Singers and groups, simplified and traditional.
        Name{"周杰伦", "zjl", "zhoujielun"}, Name{"周杰倫", "zjl", "zhoujielun"},
        Name{"邓丽君", "dlj", "denglijun"}, Name{"鄧麗君", "dlj", "denglijun"}, Name{"王菲", "wf", "wangfei"},
        Name{"张学友", "zxy", "zhangxueyou"}, Name{"陈奕迅", "cyx", "chenyixun"},
        Name{"林俊杰", "ljj", "linjunjie"}, Name{"五月天", "wyt", "wuyuetian"}, Name{"崔健", "cj", "cuijian"},
        Name{"窦唯", "dw", "douwei"}, Name{"许巍", "xw", "xuwei"}, Name{"青花瓷", "qhc", "qinghuaci"},
        Name{"罗大佑", "ldy", "luodayou"},
        // Characters of several readings, each as it is read here.
        Name{"爱的音乐", "adyy", "aideyinyue"}, Name{"快乐", "kl", "kuaile"},
        Name{"单依纯", "syc", "shanyichun"}, Name{"简单爱", "jda", "jiandanai"},
        Name{"曾轶可", "zyk", "zengyike"}, Name{"曾经的你", "cjdn", "cengjingdeni"},
        Name{"长城", "cc", "changcheng"}, Name{"成长", "cz", "chengzhang"}, Name{"重逢", "cf", "chongfeng"},
        Name{"重要", "zy", "zhongyao"}, Name{"银行", "yh", "yinhang"}, Name{"夜行", "yx", "yexing"},
        Name{"朴树", "ps", "pushu"}, Name{"解晓东", "xxd", "xiexiaodong"},
        Name{"区瑞强", "orq", "ouruiqiang"}, Name{"仇恨", "ch", "chouhen"}, Name{"都是你", "dsn", "doushini"},
        Name{"成都", "cd", "chengdu"}, Name{"还要你", "hyn", "haiyaoni"}, Name{"归还", "gh", "guihuan"},
        Name{"弹琴", "tq", "tanqin"}, Name{"西藏", "xz", "xizang"}, Name{"捉迷藏", "zmc", "zhuomicang"},
        Name{"睡觉", "sj", "shuijiao"}, Name{"查良镛", "zly", "zhaliangyong"},
        Name{"石家庄", "sjz", "shijiazhuang"},
        // ü, with the v of keyboards and as it looks without its dots.
        Name{"绿光", "lg", "lvguang"}, Name{"绿光", "lg", "luguang"}, Name{"女儿情", "neq", "nverqing"},
        Name{"吕方", "lf", "lvfang"}));

TEST(Pinyin, EachStretchOfChineseIsOneOfItsOwn) {
    EXPECT_THAT(letters("王菲 mv 天空"), ElementsAre("wf", "wangfei", "tk", "tiankong"));
    EXPECT_THAT(letters("你好，再见"), Contains("nihaozaijian")) << "signs are passed over";
}

TEST(Pinyin, OtherWritingHasNone) {
    EXPECT_THAT(letters(""), IsEmpty());
    EXPECT_THAT(letters("Björk ラジオ 한국 привет"), IsEmpty());
    EXPECT_THAT(letters("\xe4\xb8"), IsEmpty()) << "half a character";
    EXPECT_THAT(pinyin_readings(U'a'), IsEmpty());
}

TEST(Pinyin, SaysWhereEachCharacterBegins) {
    const auto forms = pinyin_forms("王菲");
    ASSERT_THAT(forms, SizeIs(2));
    EXPECT_THAT(forms[0].starts, ElementsAre(0, 1));
    EXPECT_THAT(forms[1].starts, ElementsAre(0, 4));
}

TEST(Pinyin, ManyReadingsGiveFewForms) {
    std::string text;
    for (int i = 0; i < 200; ++i) {
        text += "长乐曾行";
    }
    const auto forms = pinyin_forms(text);
    EXPECT_LE(forms.size(), 24U);
    EXPECT_EQ(forms.front().letters.size(), 800U);
}

TEST(Pinyin, ReadingsAreLettersAndTheMostFrequentIsFirst) {
    EXPECT_THAT(pinyin_readings(U'乐'), ElementsAre("le", "yue"));
    EXPECT_THAT(pinyin_readings(U'曾'), ElementsAre("ceng", "zeng"));
    std::size_t read = 0;
    for (char32_t c = 0x4E00; c <= 0x9FFF; ++c) {
        const auto readings = pinyin_readings(c);
        read += readings.empty() ? 0 : 1;
        for (const std::string& syllable : readings) {
            ASSERT_TRUE(
                !syllable.empty() && syllable.size() <= 6 &&
                std::all_of(syllable.begin(), syllable.end(), [](char l) { return l >= 'a' && l <= 'z'; }))
                << syllable;
        }
    }
    EXPECT_GT(read, 20'800U);
}

}  // namespace
}  // namespace refrain

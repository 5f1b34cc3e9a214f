#include "app/cli/listens_table.h"

#include "library_scanner/core/judgement.h"

#include <fmt/format.h>

namespace refrain::app {

void print_listens(Output& output, const std::vector<Listen>& listens) {
    Table table({{"Started", 16},
                 {"Title", 36},
                 {"Artist", 24},
                 {"Heard", 8, true},
                 {"Share", 5, true},
                 {"Intent", 9},
                 {"Ended", 12},
                 {"Says", 8}});
    for (const Listen& listen : listens) {
        const auto rate = listen.rate();
        table.add({local_time_text(listen.started_at), listen.title.empty() ? listen.path : listen.title,
                   listen.artist, clock_text(listen.heard),
                   rate ? fmt::format("{:.0f}%", rate->value() * 100.0) : std::string("?"),
                   std::string(to_word(listen.intent)), std::string(to_word(listen.end_reason)),
                   std::string(to_word(judge(listen)))});
    }
    table.print(output);
}

}  // namespace refrain::app

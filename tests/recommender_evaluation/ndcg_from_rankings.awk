# NDCG@n of a leave-one-out evaluation, recomputed from the data set and the ranked lists alone; it shares no
# code with the evaluator, and takes ranks from the scores and not from the file's own column.
#
#   awk -v n=10 -f ndcg_from_rankings.awk DATASET RANKINGS
#
# DATASET: "user item" or "user item item ..." a line, oldest first; the last item of each user with three or
# more is the held-out one. RANKINGS: what `refrain-trainer evaluate --rankings-out` wrote.
FNR == 1 { ++file }
file == 1 {
    last[$1] = $NF
    count[$1] += NF - 1
    next
}
FNR == 1 { next }
{
    split($0, field, ",")
    user = field[1]
    rows[user]++
    item[user, rows[user]] = field[3]
    score[user, rows[user]] = field[4] + 0
}
END {
    for (user in last) {
        if (count[user] < 3) {
            continue
        }
        ++cases
        own = ""
        for (i = 1; i <= rows[user]; ++i) {
            if (item[user, i] == last[user]) {
                own = score[user, i]
            }
        }
        if (own == "") {
            print "no row of the held-out item of user " user
            exit 1
        }
        above = 0
        equal = 0
        for (i = 1; i <= rows[user]; ++i) {
            above += score[user, i] > own
            equal += score[user, i] == own
        }
        rank = above + (equal + 1) / 2
        if (rank <= n) {
            sum += log(2) / log(1 + rank)
        }
    }
    printf "%.9f\n", sum / cases
}

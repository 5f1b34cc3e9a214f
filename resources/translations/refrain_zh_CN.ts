<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
    <context>
        <name>Banner</name>
        <message>
            <source>Dismiss</source>
            <translation>知道了</translation>
        </message>
    </context>
    <context>
        <name>Dialogs</name>
        <message>
            <source>Choose your music folder</source>
            <translation>选择音乐文件夹</translation>
        </message>
        <message>
            <source>Export the listening history</source>
            <translation>导出收听历史</translation>
        </message>
        <message>
            <source>Table (*.csv)</source>
            <translation>表格 (*.csv)</translation>
        </message>
        <message>
            <source>JSON Lines (*.jsonl)</source>
            <translation>JSON Lines (*.jsonl)</translation>
        </message>
        <message>
            <source>Import a listening history</source>
            <translation>导入收听历史</translation>
        </message>
        <message>
            <source>Listening history of Refrain (*.jsonl)</source>
            <translation>Refrain 收听历史 (*.jsonl)</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>所有文件 (*)</translation>
        </message>
    </context>
    <context>
        <name>FailuresPage</name>
        <message>
            <source>Files that could not be read</source>
            <translation>无法读取的文件</translation>
        </message>
        <message>
            <source>They are tried again when they change.</source>
            <translation>文件有变动时会再次尝试读取。</translation>
        </message>
        <message>
            <source>Scan again</source>
            <translation>重新扫描</translation>
        </message>
        <message>
            <source>Every file could be read</source>
            <translation>所有文件都已读取</translation>
        </message>
    </context>
    <context>
        <name>GuessCard</name>
        <message>
            <source>%1 by %2. %3</source>
            <translation>%2 的《%1》。%3</translation>
        </message>
        <message>
            <source>Play %1 now</source>
            <translation>立即播放《%1》</translation>
        </message>
        <message>
            <source>Love no more</source>
            <translation>取消喜爱</translation>
        </message>
        <message>
            <source>Love</source>
            <translation>喜爱</translation>
        </message>
        <message>
            <source>Not for me …</source>
            <translation>不合口味…</translation>
        </message>
    </context>
    <context>
        <name>GuessPage</name>
        <message>
            <source>Guess You Like</source>
            <translation>猜你喜欢</translation>
        </message>
        <message>
            <source>From what you finished and what you skipped</source>
            <translation>来自你听完的和你跳过的</translation>
        </message>
        <message>
            <source>Still getting to know you: by album, artist and style for now</source>
            <translation>还在了解你的口味：暂时依据专辑、艺人和风格</translation>
        </message>
        <message>
            <source>Play what I like</source>
            <translation>播放我喜欢的</translation>
        </message>
        <message>
            <source>Holding back:</source>
            <translation>暂时少放：</translation>
        </message>
        <message>
            <source>lift</source>
            <translation>解除</translation>
        </message>
        <message>
            <source>Hold back %1 no longer</source>
            <translation>不再减少 %1</translation>
        </message>
        <message>
            <source>Coming next</source>
            <translation>接下来</translation>
        </message>
        <message>
            <source>What would come next</source>
            <translation>接下来可能播放</translation>
        </message>
        <message>
            <source>Nothing to suggest yet</source>
            <translation>还没有可推荐的</translation>
        </message>
        <message>
            <source>Play a few songs. What you finish and what you skip is all it needs, and it stays on this machine.</source>
            <translation>先听几首歌吧。它只需要知道你听完了什么、跳过了什么，而且这些都只留在这台机器上。</translation>
        </message>
    </context>
    <context>
        <name>GuessText</name>
        <message>
            <source>fades %1</source>
            <translation>%1消退</translation>
        </message>
    </context>
    <context>
        <name>HistoryLine</name>
        <message>
            <source>%1 %</source>
            <translation>%1%</translation>
        </message>
    </context>
    <context>
        <name>HistoryPage</name>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Kept on this machine; yours to take along</source>
            <translation>保存在这台机器上，随时可以带走</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>As a table (CSV)</source>
            <translation>导出为表格 (CSV)</translation>
        </message>
        <message>
            <source>As JSON Lines</source>
            <translation>导出为 JSON Lines</translation>
        </message>
        <message>
            <source>The history could not be read</source>
            <translation>无法读取历史</translation>
        </message>
        <message>
            <source>No listens yet</source>
            <translation>还没有收听记录</translation>
        </message>
        <message>
            <source>Everything you play is noted here: what, when, and how much of it you heard.</source>
            <translation>你播放的一切都会记在这里：听了什么、何时听的、听了多少。</translation>
        </message>
    </context>
    <context>
        <name>HistoryText</name>
        <message>
            <source>chosen</source>
            <translation>自选</translation>
        </message>
        <message>
            <source>album</source>
            <translation>专辑</translation>
        </message>
        <message>
            <source>artist</source>
            <translation>艺人</translation>
        </message>
        <message>
            <source>style</source>
            <translation>风格</translation>
        </message>
        <message>
            <source>playlist</source>
            <translation>播放列表</translation>
        </message>
        <message>
            <source>search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>shuffle</source>
            <translation>随机</translation>
        </message>
        <message>
            <source>Guess You Like</source>
            <translation>猜你喜欢</translation>
        </message>
        <message>
            <source>radio</source>
            <translation>电台</translation>
        </message>
        <message>
            <source>resumed</source>
            <translation>继续播放</translation>
        </message>
        <message>
            <source>remote control</source>
            <translation>遥控</translation>
        </message>
        <message>
            <source>imported</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>playing</source>
            <translation>播放中</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>听完</translation>
        </message>
        <message>
            <source>skipped</source>
            <translation>跳过</translation>
        </message>
        <message>
            <source>went back</source>
            <translation>返回上一首</translation>
        </message>
        <message>
            <source>chose another</source>
            <translation>改选其他</translation>
        </message>
        <message>
            <source>not for me</source>
            <translation>不合口味</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>sleep timer</source>
            <translation>睡眠定时</translation>
        </message>
        <message>
            <source>could not be played</source>
            <translation>无法播放</translation>
        </message>
        <message>
            <source>player closed</source>
            <translation>关闭播放器</translation>
        </message>
        <message>
            <source>interrupted</source>
            <translation>意外中断</translation>
        </message>
        <message>
            <source>browsed past</source>
            <translation>快速略过</translation>
        </message>
    </context>
    <context>
        <name>ListHeading</name>
        <message>
            <source>%1, descending</source>
            <translation>%1，降序</translation>
        </message>
        <message>
            <source>%1, ascending</source>
            <translation>%1，升序</translation>
        </message>
    </context>
    <context>
        <name>Main</name>
        <message>
            <source>Search songs, artists, albums, styles</source>
            <translation>搜索歌曲、艺人、专辑、风格</translation>
        </message>
    </context>
    <context>
        <name>NotForMeMenu</name>
        <message>
            <source>Not now</source>
            <translation>现在不听</translation>
        </message>
        <message>
            <source>Not this track tonight</source>
            <translation>今晚不听这首</translation>
        </message>
        <message>
            <source>Never this track</source>
            <translation>再也不听这首</translation>
        </message>
        <message>
            <source>Not this album for a month</source>
            <translation>一个月内不听这张专辑</translation>
        </message>
        <message>
            <source>Not this artist for a month</source>
            <translation>一个月内不听这位艺人</translation>
        </message>
        <message>
            <source>Never this artist</source>
            <translation>再也不听这位艺人</translation>
        </message>
    </context>
    <context>
        <name>NowPlaying</name>
        <message>
            <source>Playing now</source>
            <translation>正在播放</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>Love no more</source>
            <translation>取消喜爱</translation>
        </message>
        <message>
            <source>Love</source>
            <translation>喜爱</translation>
        </message>
        <message>
            <source>Not for me …</source>
            <translation>不合口味…</translation>
        </message>
    </context>
    <context>
        <name>ProgressLine</name>
        <message>
            <source>%1 percent</source>
            <translation>百分之 %1</translation>
        </message>
        <message>
            <source>At work</source>
            <translation>进行中</translation>
        </message>
    </context>
    <context>
        <name>QueueLine</name>
        <message>
            <source>%1 by %2</source>
            <translation>%2 的《%1》</translation>
        </message>
        <message>
            <source>Guess You Like</source>
            <translation>猜你喜欢</translation>
        </message>
        <message>
            <source>Move up (Alt+Up)</source>
            <translation>上移 (Alt+↑)</translation>
        </message>
        <message>
            <source>Move down (Alt+Down)</source>
            <translation>下移 (Alt+↓)</translation>
        </message>
        <message>
            <source>Remove from the queue (Delete)</source>
            <translation>移出队列 (Delete)</translation>
        </message>
    </context>
    <context>
        <name>QueuePage</name>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>清空</translation>
        </message>
        <message>
            <source>The queue is empty</source>
            <translation>队列是空的</translation>
        </message>
        <message>
            <source>Double-click a song, or let Guess You Like fill it.</source>
            <translation>双击一首歌曲，或让“猜你喜欢”来填满它。</translation>
        </message>
    </context>
    <context>
        <name>ReasonButton</name>
        <message>
            <source>%1. Hide the terms</source>
            <translation>%1。隐藏各项得分</translation>
        </message>
        <message>
            <source>%1. Show the terms</source>
            <translation>%1。显示各项得分</translation>
        </message>
    </context>
    <context>
        <name>SearchField</name>
        <message>
            <source>Clear the search</source>
            <translation>清除搜索</translation>
        </message>
    </context>
    <context>
        <name>SearchPage</name>
        <message>
            <source>Results</source>
            <translation>搜索结果</translation>
        </message>
        <message numerus="yes">
            <source>%n song(s)</source>
            <translation>
                <numerusform>%n 首歌曲</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing found for “%1”</source>
            <translation>没有找到“%1”</translation>
        </message>
        <message>
            <source>Titles, artists, albums, genres and file names were searched.</source>
            <translation>已搜索标题、艺人、专辑、流派和文件名。</translation>
        </message>
    </context>
    <context>
        <name>Sidebar</name>
        <message>
            <source>Places</source>
            <translation>位置</translation>
        </message>
        <message>
            <source>Songs</source>
            <translation>歌曲</translation>
        </message>
        <message>
            <source>Guess You Like</source>
            <translation>猜你喜欢</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Scanning</source>
            <translation>正在扫描</translation>
        </message>
        <message>
            <source>Stop scanning</source>
            <translation>停止扫描</translation>
        </message>
        <message>
            <source>Learning</source>
            <translation>正在学习</translation>
        </message>
        <message>
            <source>Stop learning</source>
            <translation>停止学习</translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) not read</source>
            <translation>
                <numerusform>%n 个文件未能读取</numerusform>
            </translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Theme: %1</source>
            <translation>主题：%1</translation>
        </message>
    </context>
    <context>
        <name>SongsPage</name>
        <message>
            <source>Songs</source>
            <translation>歌曲</translation>
        </message>
        <message>
            <source>Add a folder</source>
            <translation>添加文件夹</translation>
        </message>
        <message>
            <source>Look for changes on the disk</source>
            <translation>检查磁盘上的变动</translation>
        </message>
        <message>
            <source>Refrain plays the music on your disk and learns what you like.</source>
            <translation>Refrain 播放你磁盘上的音乐，并学习你的喜好。</translation>
        </message>
        <message>
            <source>Choose your music folder</source>
            <translation>选择音乐文件夹</translation>
        </message>
        <message>
            <source>or take %1</source>
            <translation>或使用 %1</translation>
        </message>
        <message>
            <source>Looking through your folder</source>
            <translation>正在查看你的文件夹</translation>
        </message>
        <message>
            <source>%1. Songs appear here as they are found, and can be played at once.</source>
            <translation>%1。找到的歌曲会陆续出现在这里，可以立即播放。</translation>
        </message>
        <message>
            <source>No music was found in your folders.</source>
            <translation>在你的文件夹里没有找到音乐。</translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) could not be read.</source>
            <translation>
                <numerusform>有 %n 个文件无法读取。</numerusform>
            </translation>
        </message>
        <message>
            <source>Refrain looks for FLAC, MP3, Ogg, Opus, AAC, WavPack, WAV and AIFF files.</source>
            <translation>Refrain 会查找 FLAC、MP3、Ogg、Opus、AAC、WavPack、WAV 和 AIFF 文件。</translation>
        </message>
        <message>
            <source>Choose another folder</source>
            <translation>选择其他文件夹</translation>
        </message>
    </context>
    <context>
        <name>TermsPanel</name>
        <message>
            <source>Found by: %1</source>
            <translation>来源：%1</translation>
        </message>
    </context>
    <context>
        <name>TimeText</name>
        <message>
            <source>Yesterday %1</source>
            <translation>昨天 %1</translation>
        </message>
        <message numerus="yes">
            <source>in %n min</source>
            <translation>
                <numerusform>%n 分钟后</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>in %n h</source>
            <translation>
                <numerusform>%n 小时后</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>in %n day(s)</source>
            <translation>
                <numerusform>%n 天后</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TrackMenu</name>
        <message>
            <source>Play</source>
            <translation>播放</translation>
        </message>
        <message>
            <source>Play next</source>
            <translation>下一首播放</translation>
        </message>
        <message>
            <source>Add to queue</source>
            <translation>添加到队列</translation>
        </message>
        <message>
            <source>Play the album</source>
            <translation>播放整张专辑</translation>
        </message>
        <message>
            <source>Play the artist</source>
            <translation>播放这位艺人</translation>
        </message>
        <message>
            <source>Love no more</source>
            <translation>取消喜爱</translation>
        </message>
        <message>
            <source>Love</source>
            <translation>喜爱</translation>
        </message>
        <message>
            <source>Never suggest this track</source>
            <translation>不再推荐这首</translation>
        </message>
    </context>
    <context>
        <name>TrackRow</name>
        <message>
            <source>%1 by %2</source>
            <translation>%2 的《%1》</translation>
        </message>
        <message>
            <source>More for %1</source>
            <translation>《%1》的更多操作</translation>
        </message>
    </context>
    <context>
        <name>TrackTable</name>
        <message>
            <source>Title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>Artist</source>
            <translation>艺人</translation>
        </message>
        <message>
            <source>Album</source>
            <translation>专辑</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>时长</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>搜索结果</translation>
        </message>
        <message>
            <source>Songs</source>
            <translation>歌曲</translation>
        </message>
    </context>
    <context>
        <name>TransportBar</name>
        <message>
            <source>Player</source>
            <translation>播放器</translation>
        </message>
        <message>
            <source>Love no more (Ctrl+L)</source>
            <translation>取消喜爱 (Ctrl+L)</translation>
        </message>
        <message>
            <source>Love (Ctrl+L)</source>
            <translation>喜爱 (Ctrl+L)</translation>
        </message>
        <message>
            <source>Not for me …</source>
            <translation>不合口味…</translation>
        </message>
        <message>
            <source>Previous (Ctrl+Left)</source>
            <translation>上一首 (Ctrl+←)</translation>
        </message>
        <message>
            <source>Pause (Space)</source>
            <translation>暂停（空格）</translation>
        </message>
        <message>
            <source>Play (Space)</source>
            <translation>播放（空格）</translation>
        </message>
        <message>
            <source>Next (Ctrl+Right)</source>
            <translation>下一首 (Ctrl+→)</translation>
        </message>
        <message>
            <source>Position</source>
            <translation>播放位置</translation>
        </message>
        <message>
            <source>Sound on</source>
            <translation>取消静音</translation>
        </message>
        <message>
            <source>Mute</source>
            <translation>静音</translation>
        </message>
        <message>
            <source>Volume</source>
            <translation>音量</translation>
        </message>
        <message>
            <source>%1 percent</source>
            <translation>百分之 %1</translation>
        </message>
    </context>
    <context>
        <name>refrain::LibraryViewModel</name>
        <message numerus="yes">
            <source>%n song(s)</source>
            <translation>
                <numerusform>%n 首歌曲</numerusform>
            </translation>
        </message>
        <message>
            <source>Looking for music …</source>
            <translation>正在寻找音乐…</translation>
        </message>
        <message>
            <source>%1 files looked at</source>
            <translation>已查看 %1 个文件</translation>
        </message>
        <message>
            <source>%1 of %2 files read</source>
            <translation>已读取 %1 / %2 个文件</translation>
        </message>
    </context>
    <context>
        <name>refrain::QueueModel</name>
        <message>
            <source>Nothing more to come</source>
            <translation>后面没有了</translation>
        </message>
        <message numerus="yes">
            <source>%n to come</source>
            <translation>
                <numerusform>还有 %n 首</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>refrain::ReactionsViewModel</name>
        <message>
            <source>%1 will not be suggested again.</source>
            <translation>不再推荐 %1。</translation>
        </message>
        <message>
            <source>%1 will not be suggested until tomorrow.</source>
            <translation>明天之前不推荐 %1。</translation>
        </message>
        <message>
            <source>%1 will not be suggested for a month.</source>
            <translation>一个月内不推荐 %1。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
    </context>
    <context>
        <name>refrain::TrackActions</name>
        <message>
            <source>%1 plays next.</source>
            <translation>下一首播放 %1。</translation>
        </message>
        <message>
            <source>%1 is in the queue.</source>
            <translation>%1 已加入队列。</translation>
        </message>
    </context>
    <context>
        <name>refrain::TrainingViewModel</name>
        <message numerus="yes">
            <source>about %n s left</source>
            <translation>
                <numerusform>约剩 %n 秒</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>about %n min left</source>
            <translation>
                <numerusform>约剩 %n 分钟</numerusform>
            </translation>
        </message>
    </context>
</TS>

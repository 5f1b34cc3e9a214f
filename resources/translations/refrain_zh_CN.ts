<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>AddToPlaylistMenu</name>
    <message>
        <source>Add to playlist</source>
        <translation>添加到播放列表</translation>
    </message>
    <message>
        <source>New playlist …</source>
        <translation>新建播放列表…</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>知道了</translation>
    </message>
</context>
<context>
    <name>ColumnsMenu</name>
    <message>
        <source>Reset columns</source>
        <translation>恢复默认</translation>
    </message>
</context>
<context>
    <name>CopyText</name>
    <message>
        <source>%1 kHz</source>
        <translation>%1 kHz</translation>
    </message>
    <message>
        <source>%1 kbit/s</source>
        <translation>%1 kbit/s</translation>
    </message>
    <message>
        <source>the only lossless copy</source>
        <translation>唯一的无损副本</translation>
    </message>
    <message numerus="yes">
        <source>%n listen(s)</source>
        <translation>
            <numerusform>%n 次收听</numerusform>
        </translation>
    </message>
    <message>
        <source>what you said of it</source>
        <translation>你对它的评价</translation>
    </message>
    <message numerus="yes">
        <source>a place in %n playlist(s)</source>
        <translation>
            <numerusform>%n 个播放列表中的位置</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeviceSelect</name>
    <message>
        <source>Output device</source>
        <translation>输出设备</translation>
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
    <message>
        <source>Import a playlist</source>
        <translation>导入播放列表</translation>
    </message>
    <message>
        <source>Playlists (*.m3u8 *.m3u *.xspf)</source>
        <translation>播放列表 (*.m3u8 *.m3u *.xspf)</translation>
    </message>
    <message>
        <source>Export the playlist</source>
        <translation>导出播放列表</translation>
    </message>
    <message>
        <source>M3U8 (*.m3u8)</source>
        <translation>M3U8 (*.m3u8)</translation>
    </message>
    <message>
        <source>XSPF (*.xspf)</source>
        <translation>XSPF (*.xspf)</translation>
    </message>
</context>
<context>
    <name>DuplicatesPage</name>
    <message>
        <source>Duplicates</source>
        <translation>重复的歌曲</translation>
    </message>
    <message>
        <source>%1 · your files stay as they are</source>
        <translation>%1 · 你的文件保持原样</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Look for them</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Best copy</source>
        <translation>最佳副本</translation>
    </message>
    <message numerus="yes">
        <source>%n copy(s)</source>
        <translation>
            <numerusform>%n 个副本</numerusform>
        </translation>
    </message>
    <message>
        <source>Only here: %1</source>
        <translation>仅在此处：%1</translation>
    </message>
    <message>
        <source>Keep the history here</source>
        <translation>把历史记录保留在这里</translation>
    </message>
    <message>
        <source>Play %1</source>
        <translation>播放 %1</translation>
    </message>
    <message>
        <source>Show %1 in its folder</source>
        <translation>在文件夹中显示 %1</translation>
    </message>
    <message>
        <source>Listening …</source>
        <translation>正在聆听…</translation>
    </message>
    <message>
        <source>No song is known to be there twice</source>
        <translation>没有发现重复的歌曲</translation>
    </message>
    <message>
        <source>Refrain listens to the first minute of every song, when the computer has time for it. What sounds alike is shown here, whatever it is called and however it is coded.</source>
        <translation>电脑空闲时，Refrain 会听每首歌曲的第一分钟。听起来相同的歌曲会显示在这里，无论它叫什么名字、用什么编码。</translation>
    </message>
</context>
<context>
    <name>EqualiserGroup</name>
    <message>
        <source>Equaliser</source>
        <translation>均衡器</translation>
    </message>
    <message>
        <source>Preset of the equaliser</source>
        <translation>均衡器预设</translation>
    </message>
    <message>
        <source>+12 dB</source>
        <translation>+12 dB</translation>
    </message>
    <message>
        <source>0 dB</source>
        <translation>0 dB</translation>
    </message>
    <message>
        <source>−12 dB</source>
        <translation>−12 dB</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Raises or lowers ten ranges from deep to high. Moving a slider switches it on.</source>
        <translation>从低音到高音，分十段提升或降低。移动滑块即会打开。</translation>
    </message>
</context>
<context>
    <name>EqualiserPreset</name>
    <message>
        <source>Flat</source>
        <translation>平直</translation>
    </message>
    <message>
        <source>Bass</source>
        <translation>低音</translation>
    </message>
    <message>
        <source>Treble</source>
        <translation>高音</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>响度</translation>
    </message>
    <message>
        <source>Rock</source>
        <translation>摇滚</translation>
    </message>
    <message>
        <source>Pop</source>
        <translation>流行</translation>
    </message>
    <message>
        <source>Jazz</source>
        <translation>爵士</translation>
    </message>
    <message>
        <source>Classical</source>
        <translation>古典</translation>
    </message>
    <message>
        <source>Electronic</source>
        <translation>电子</translation>
    </message>
    <message>
        <source>Vocal</source>
        <translation>人声</translation>
    </message>
    <message>
        <source>Small speakers</source>
        <translation>小音箱</translation>
    </message>
    <message>
        <source>Late night</source>
        <translation>深夜</translation>
    </message>
</context>
<context>
    <name>FailuresPage</name>
    <message>
        <source>Files that could not be read</source>
        <translation>无法读取的文件</translation>
    </message>
    <message>
        <source>Music that seems to be away stays in the library until it is back, or until you say that it was deleted.</source>
        <translation>看似不在的音乐会留在音乐库中，直到它回来，或者你说明它已被删除。</translation>
    </message>
    <message>
        <source>It was deleted</source>
        <translation>已被删除</translation>
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
    <name>FamiliarSlider</name>
    <message>
        <source>New to me</source>
        <translation>没听过的</translation>
    </message>
    <message>
        <source>Familiar or new to me</source>
        <translation>熟悉的还是没听过的</translation>
    </message>
    <message>
        <source>as you usually choose</source>
        <translation>按你平常的选择</translation>
    </message>
    <message>
        <source>%1 % familiar</source>
        <translation>%1% 熟悉</translation>
    </message>
    <message>
        <source>Familiar</source>
        <translation>熟悉的</translation>
    </message>
    <message>
        <source>as usual</source>
        <translation>照平常</translation>
    </message>
    <message>
        <source>Familiar and new as you usually choose</source>
        <translation>熟悉与新歌照你平常的比例</translation>
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
    <message>
        <source>Guess You Like picks from the music on your disk. What it learns stays on this machine.</source>
        <translation>“猜你喜欢”从你磁盘上的音乐中挑选。它学到的一切都留在这台电脑上。</translation>
    </message>
    <message>
        <source>Choose your music folder</source>
        <translation>选择音乐文件夹</translation>
    </message>
    <message>
        <source>End the private session (Ctrl+Shift+P)</source>
        <translation>结束私密聆听 (Ctrl+Shift+P)</translation>
    </message>
    <message>
        <source>Private session: nothing is learned (Ctrl+Shift+P)</source>
        <translation>私密聆听：什么都不会学习 (Ctrl+Shift+P)</translation>
    </message>
    <message>
        <source>Loved and not for me</source>
        <translation>喜爱与不想听</translation>
    </message>
    <message>
        <source>is what these start from</source>
        <translation>是这些歌的起点</translation>
    </message>
    <message>
        <source>end</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Start from %1 no longer</source>
        <translation>不再从 %1 出发</translation>
    </message>
    <message>
        <source>When your queue ends, it goes on from its mood</source>
        <translation>你的队列放完后，会顺着它的气氛继续</translation>
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
    <name>ImportReport</name>
    <message>
        <source>Songs that were not found</source>
        <translation>没有找到的歌曲</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
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
    <name>LyricsPage</name>
    <message>
        <source>Lyrics</source>
        <translation>歌词</translation>
    </message>
    <message>
        <source>Follow the music</source>
        <translation>跟随播放</translation>
    </message>
    <message>
        <source>The words cannot be read</source>
        <translation>无法读取歌词</translation>
    </message>
    <message>
        <source>There are no words to this</source>
        <translation>没有歌词</translation>
    </message>
    <message>
        <source>They are read from the file’s tags, or from an .lrc file of the same name beside it.</source>
        <translation>歌词来自文件的标签，或同目录下同名的 .lrc 文件。</translation>
    </message>
    <message>
        <source>Nothing plays</source>
        <translation>没有正在播放的内容</translation>
    </message>
    <message>
        <source>The words of what plays appear here.</source>
        <translation>正在播放的歌词会显示在这里。</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Search songs, artists, albums, styles</source>
        <translation>搜索歌曲、艺人、专辑、风格</translation>
    </message>
    <message>
        <source>Skip it</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Choose a device</source>
        <translation>选择设备</translation>
    </message>
    <message>
        <source>Rename the playlist</source>
        <translation>重命名播放列表</translation>
    </message>
    <message>
        <source>New playlist</source>
        <translation>新建播放列表</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>There is a playlist of this name already.</source>
        <translation>已有同名的播放列表。</translation>
    </message>
    <message>
        <source>Private session: nothing you hear or say is learned, until you end it or quit.</source>
        <translation>私密聆听：在你结束它或退出之前，你听的和说的都不会被学习。</translation>
    </message>
    <message>
        <source>End it</source>
        <translation>结束</translation>
    </message>
</context>
<context>
    <name>MovableLine</name>
    <message>
        <source>%1 by %2</source>
        <translation>%2 的《%1》</translation>
    </message>
    <message>
        <source>Shift+Up and Shift+Down select more, Alt+Up and Alt+Down move, Delete removes</source>
        <translation>Shift+Up 和 Shift+Down 多选，Alt+Up 和 Alt+Down 移动，Delete 移除</translation>
    </message>
    <message>
        <source>More for %1</source>
        <translation>《%1》的更多操作</translation>
    </message>
</context>
<context>
    <name>NameSheet</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
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
    <message>
        <source>No %1 tonight</source>
        <translation>今晚不听 %1</translation>
    </message>
    <message>
        <source>No %1 for a month</source>
        <translation>一个月内不听 %1</translation>
    </message>
    <message>
        <source>Never %1</source>
        <translation>再也不听 %1</translation>
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
    <message>
        <source>Lyrics (Ctrl+Y)</source>
        <translation>歌词 (Ctrl+Y)</translation>
    </message>
</context>
<context>
    <name>PlaybackPanel</name>
    <message>
        <source>Playback</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Sleep timer</source>
        <translation>睡眠定时</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>还剩 %1</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>No sleep timer</source>
        <translation>不设睡眠定时</translation>
    </message>
    <message numerus="yes">
        <source>Sleep in %n minute(s)</source>
        <translation>
            <numerusform>%n 分钟后停止</numerusform>
        </translation>
    </message>
    <message>
        <source>min</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>End of track</source>
        <translation>本曲结束</translation>
    </message>
    <message>
        <source>Sleep at the end of this track</source>
        <translation>本曲结束后停止</translation>
    </message>
    <message>
        <source>End of queue</source>
        <translation>队列结束</translation>
    </message>
    <message>
        <source>Sleep at the end of the queue</source>
        <translation>队列结束后停止</translation>
    </message>
    <message>
        <source>Stop after this track</source>
        <translation>播完本曲后停止</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Repeat from A to B</source>
        <translation>A–B 循环</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>从 %1 起</translation>
    </message>
    <message>
        <source>A is here</source>
        <translation>此处为 A</translation>
    </message>
    <message>
        <source>The stretch begins here</source>
        <translation>循环从此处开始</translation>
    </message>
    <message>
        <source>B is here</source>
        <translation>此处为 B</translation>
    </message>
    <message>
        <source>The stretch ends here</source>
        <translation>循环到此处结束</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Repeat no stretch</source>
        <translation>取消 A–B 循环</translation>
    </message>
    <message>
        <source>Equaliser</source>
        <translation>均衡器</translation>
    </message>
    <message>
        <source>Preset of the equaliser</source>
        <translation>均衡器预设</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>All settings (Ctrl+,)</source>
        <translation>全部设置 (Ctrl+,)</translation>
    </message>
</context>
<context>
    <name>PlaylistActionsMenu</name>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>随机播放</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>添加到队列</translation>
    </message>
    <message>
        <source>Change the rule …</source>
        <translation>修改规则…</translation>
    </message>
    <message>
        <source>Rename …</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Guess from this playlist</source>
        <translation>从这个播放列表开始猜</translation>
    </message>
</context>
<context>
    <name>PlaylistPage</name>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>随机播放</translation>
    </message>
    <message>
        <source>More for %1</source>
        <translation>《%1》的更多操作</translation>
    </message>
    <message>
        <source>The file is not there</source>
        <translation>文件不在</translation>
    </message>
    <message>
        <source>Not in the library</source>
        <translation>不在曲库中</translation>
    </message>
    <message>
        <source>Remove from the playlist (Delete)</source>
        <translation>从播放列表移除（Delete）</translation>
    </message>
    <message>
        <source>There is no song in it yet</source>
        <translation>其中还没有歌曲</translation>
    </message>
    <message>
        <source>Add songs by their menu, in any list: “Add to playlist”.</source>
        <translation>在任何列表中打开歌曲的菜单，选择“添加到播放列表”。</translation>
    </message>
</context>
<context>
    <name>PlaylistsList</name>
    <message>
        <source>New playlist …</source>
        <translation>新建播放列表…</translation>
    </message>
    <message>
        <source>New smart playlist …</source>
        <translation>新建智能播放列表…</translation>
    </message>
    <message>
        <source>Save the queue as a playlist …</source>
        <translation>将队列存为播放列表…</translation>
    </message>
    <message>
        <source>Import …</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Playlists</source>
        <translation>播放列表</translation>
    </message>
    <message>
        <source>New playlist</source>
        <translation>新建播放列表</translation>
    </message>
    <message>
        <source>%1, smart playlist</source>
        <translation>%1，智能播放列表</translation>
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
    <name>QueryHelp</name>
    <message>
        <source>What can be searched for</source>
        <translation>可以搜索什么</translation>
    </message>
    <message>
        <source>purple rain</source>
        <translation>小城 故事</translation>
    </message>
    <message>
        <source>Both words, anywhere: title, artist, album, style, composer, path</source>
        <translation>两个词都要有：标题、艺人、专辑、流派、作曲、路径均可</translation>
    </message>
    <message>
        <source>&quot;purple rain&quot;</source>
        <translation>&quot;小城故事&quot;</translation>
    </message>
    <message>
        <source>The words as they stand</source>
        <translation>完整的一段文字</translation>
    </message>
    <message>
        <source>jazz -live</source>
        <translation>爵士 -现场</translation>
    </message>
    <message>
        <source>With the one, without the other</source>
        <translation>包含前者，不包含后者</translation>
    </message>
    <message>
        <source>jazz or blues</source>
        <translation>爵士 或 布鲁斯</translation>
    </message>
    <message>
        <source>Either; brackets hold together what belongs together</source>
        <translation>其中之一；可用括号分组</translation>
    </message>
    <message>
        <source>artist:bach</source>
        <translation>歌手:邓丽君</translation>
    </message>
    <message>
        <source>Also title:, album:, albumartist:, genre:, composer:, path:</source>
        <translation>还有 标题: 专辑: 专辑艺人: 流派: 作曲: 路径:</translation>
    </message>
    <message>
        <source>year:1990..1999</source>
        <translation>年份:1990..1999</translation>
    </message>
    <message>
        <source>Also year:&gt;1999, year:199, date:2011-05</source>
        <translation>还有 年份:&gt;1999、年份:199、日期:2011-05</translation>
    </message>
    <message>
        <source>rating:&gt;3</source>
        <translation>评分:&gt;3</translation>
    </message>
    <message>
        <source>In stars; rating:none is not rated</source>
        <translation>以星为单位；评分:无 表示未评分</translation>
    </message>
    <message>
        <source>played:&lt;30d</source>
        <translation>播放:&lt;30d</translation>
    </message>
    <message>
        <source>In the last 30 days; also h, w, m, y, today, never, 2024-05; added: likewise</source>
        <translation>最近 30 天；还有 h、w、m、y（时、周、月、年）、今天、从未、2024-05；添加: 同样</translation>
    </message>
    <message>
        <source>plays:&gt;9</source>
        <translation>次数:&gt;9</translation>
    </message>
    <message>
        <source>Heard so often; skips: likewise</source>
        <translation>播放次数；跳过: 同样</translation>
    </message>
    <message>
        <source>length:&gt;5:00</source>
        <translation>时长:&gt;5:00</translation>
    </message>
    <message>
        <source>In minutes; bitrate: in kbit/s</source>
        <translation>以分钟为单位；码率: 以 kbit/s 为单位</translation>
    </message>
    <message>
        <source>is:loved</source>
        <translation>是:喜欢</translation>
    </message>
    <message>
        <source>Also is:banned, is:missing, is:untagged, is:compilation</source>
        <translation>还有 是:屏蔽、是:缺失、是:无标签、是:合辑</translation>
    </message>
    <message>
        <source>zjl</source>
        <translation>zjl</translation>
    </message>
    <message>
        <source>Chinese by its initials, or by whole syllables</source>
        <translation>拼音首字母或全拼</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>QueueLine</name>
    <message>
        <source>Guess You Like</source>
        <translation>猜你喜欢</translation>
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
        <source>Take back the last change (Ctrl+Z)</source>
        <translation>撤销上一次更改 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Play next</source>
        <translation>下一首播放</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
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
        <source>Played</source>
        <translation>已播放</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>接下来</translation>
    </message>
    <message>
        <source>Then, by Guess You Like</source>
        <translation>然后由“猜你喜欢”接续</translation>
    </message>
    <message>
        <source>The queue is empty</source>
        <translation>队列是空的</translation>
    </message>
    <message>
        <source>Double-click a song, or let Guess You Like fill it.</source>
        <translation>双击一首歌曲，或让“猜你喜欢”来填满它。</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>恢复队列</translation>
    </message>
    <message numerus="yes">
        <source>Play %n song(s) next</source>
        <translation>
            <numerusform>接下来播放这 %n 首</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n song(s)</source>
        <translation>
            <numerusform>移除这 %n 首</numerusform>
        </translation>
    </message>
    <message>
        <source>Save as a playlist</source>
        <translation>存为播放列表</translation>
    </message>
    <message>
        <source>Guess from this song</source>
        <translation>从这首歌开始猜</translation>
    </message>
</context>
<context>
    <name>RatingStars</name>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
</context>
<context>
    <name>ReactionText</name>
    <message>
        <source>A song that is gone</source>
        <translation>一首已不在的歌</translation>
    </message>
    <message>
        <source>Song</source>
        <translation>歌曲</translation>
    </message>
    <message>
        <source>Song by %1</source>
        <translation>%1 的歌曲</translation>
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
        <source>Album by %1</source>
        <translation>%1 的专辑</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>%1 · until %2</source>
        <translation>%1 · 到 %2 为止</translation>
    </message>
    <message>
        <source>%1 · for good</source>
        <translation>%1 · 永久</translation>
    </message>
</context>
<context>
    <name>ReactionsPage</name>
    <message>
        <source>Loved and not for me</source>
        <translation>喜爱与不想听</translation>
    </message>
    <message>
        <source>What you said outright; each can be taken back</source>
        <translation>你亲口说过的，每一条都可以撤回</translation>
    </message>
    <message>
        <source>Guess You Like</source>
        <translation>猜你喜欢</translation>
    </message>
    <message>
        <source>Loved</source>
        <translation>喜爱</translation>
    </message>
    <message>
        <source>Not for me</source>
        <translation>不想听</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Love %1 no more</source>
        <translation>不再喜爱 %1</translation>
    </message>
    <message>
        <source>Suggest %1 again</source>
        <translation>重新推荐 %1</translation>
    </message>
    <message>
        <source>Nothing said yet</source>
        <translation>还什么都没说</translation>
    </message>
    <message>
        <source>Love a song, or say “Not for me” of a song, an album, an artist or a style. It is listed here, and can be taken back.</source>
        <translation>喜爱一首歌，或对歌曲、专辑、艺人、风格说“不想听”。它们会列在这里，随时可以撤回。</translation>
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
    <name>ScoreWord</name>
    <message>
        <source>something else</source>
        <translation>换换口味</translation>
    </message>
    <message>
        <source>heard a great deal</source>
        <translation>听得太多</translation>
    </message>
    <message>
        <source>may be skipped</source>
        <translation>可能被跳过</translation>
    </message>
    <message>
        <source>love</source>
        <translation>喜爱</translation>
    </message>
    <message>
        <source>close to what you play</source>
        <translation>接近你常放的</translation>
    </message>
    <message>
        <source>finished often and lately</source>
        <translation>近来常听完</translation>
    </message>
    <message>
        <source>how its artist fared</source>
        <translation>对艺人的反应</translation>
    </message>
    <message>
        <source>how its styles fared</source>
        <translation>对风格的反应</translation>
    </message>
    <message>
        <source>goes on with the album</source>
        <translation>专辑续播</translation>
    </message>
    <message>
        <source>what you let follow</source>
        <translation>你常接着听</translation>
    </message>
    <message>
        <source>not heard for long</source>
        <translation>久未听</translation>
    </message>
    <message>
        <source>added lately</source>
        <translation>新近加入</translation>
    </message>
    <message>
        <source>sounds alike</source>
        <translation>听感相近</translation>
    </message>
    <message>
        <source>where you asked to start</source>
        <translation>你指定的起点</translation>
    </message>
    <message>
        <source>calm or lively, as asked</source>
        <translation>按你要的动静</translation>
    </message>
    <message>
        <source>the chance of the day</source>
        <translation>今日偶然</translation>
    </message>
    <message>
        <source>held back after skips</source>
        <translation>跳过后暂缓</translation>
    </message>
    <message>
        <source>heard lately</source>
        <translation>刚听过</translation>
    </message>
    <message>
        <source>familiar, new by turns</source>
        <translation>新旧搭配</translation>
    </message>
    <message>
        <source>much like those before</source>
        <translation>与前面太像</translation>
    </message>
    <message>
        <source>artist came just before</source>
        <translation>艺人刚出现过</translation>
    </message>
    <message>
        <source>the model, among what you know</source>
        <translation>模型：你熟悉的</translation>
    </message>
    <message>
        <source>the model, among what is new</source>
        <translation>模型：新歌</translation>
    </message>
    <message>
        <source>what you finish</source>
        <translation>你常听完的</translation>
    </message>
    <message>
        <source>the album going on</source>
        <translation>专辑续播</translation>
    </message>
    <message>
        <source>the same artist</source>
        <translation>同一艺人</translation>
    </message>
    <message>
        <source>the same styles</source>
        <translation>同样的风格</translation>
    </message>
    <message>
        <source>forgotten favourites</source>
        <translation>久违的喜爱</translation>
    </message>
    <message>
        <source>what was added lately</source>
        <translation>新近加入的</translation>
    </message>
    <message>
        <source>what sounds alike</source>
        <translation>听感相近的</translation>
    </message>
    <message>
        <source>all of the library</source>
        <translation>整个曲库</translation>
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
    <message>
        <source>What can be searched for</source>
        <translation>可以搜索什么</translation>
    </message>
</context>
<context>
    <name>SeekBar</name>
    <message>
        <source>Position</source>
        <translation>播放位置</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
</context>
<context>
    <name>SelectionMenu</name>
    <message numerus="yes">
        <source>Play %n song(s)</source>
        <translation>
            <numerusform>播放这 %n 首</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Play %n song(s) next</source>
        <translation>
            <numerusform>接下来播放这 %n 首</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n song(s) to the queue</source>
        <translation>
            <numerusform>将这 %n 首加入队列</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Love %n song(s) no more</source>
        <translation>
            <numerusform>不再喜爱这 %n 首</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Love %n song(s)</source>
        <translation>
            <numerusform>喜爱这 %n 首</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Never suggest %n song(s)</source>
        <translation>
            <numerusform>不再推荐这 %n 首</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rate %n song(s)</source>
        <translation>
            <numerusform>给 %n 首歌评分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Edit tags of %n song(s)…</source>
        <translation>
            <numerusform>编辑 %n 首歌曲的标签…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sentence</name>
    <message>
        <source>A new model has been trained</source>
        <translation>新模型已训练完成</translation>
    </message>
    <message>
        <source>%1 The one in use stays.</source>
        <translation>%1使用中的模型保持不变。</translation>
    </message>
    <message>
        <source>%1 Guesses go on without a model.</source>
        <translation>%1推荐暂时不使用模型。</translation>
    </message>
    <message>
        <source>Too few songs were heard out lately to tell whether the new model is better.</source>
        <translation>最近听完的歌曲太少，还看不出新模型是否更好。</translation>
    </message>
    <message>
        <source>On your last listens the new model foresaw %1 of 100 finished songs, what you play most %2.</source>
        <translation>在你最近的收听中，每 100 首听完的歌曲，新模型预见了 %1 首，只按你常听的排序则有 %2 首。</translation>
    </message>
    <message>
        <source>On your last listens the new model foresaw %1 of 100 finished songs, the one in use %2.</source>
        <translation>在你最近的收听中，每 100 首听完的歌曲，新模型预见了 %1 首，使用中的模型有 %2 首。</translation>
    </message>
    <message>
        <source>On your last listens the new model foresaw %1 of 100 finished songs, guessing without one %2.</source>
        <translation>在你最近的收听中，每 100 首听完的歌曲，新模型预见了 %1 首，不用模型则有 %2 首。</translation>
    </message>
    <message>
        <source>On your last listens the new model would have shown more of what you skipped.</source>
        <translation>在你最近的收听中，新模型会推荐更多你跳过的歌曲。</translation>
    </message>
    <message>
        <source>The new model could not be tried out.</source>
        <translation>无法检验新模型。</translation>
    </message>
    <message>
        <source>the disk at %1 is not mounted</source>
        <translation>%1 处的磁盘未挂载</translation>
    </message>
    <message>
        <source>no music is listed there now, as when a disk is not mounted</source>
        <translation>那里现在没有音乐，就像磁盘未挂载时一样</translation>
    </message>
    <message>
        <source>more than half of the music known there is gone at once</source>
        <translation>那里已知的音乐一下子少了一半以上</translation>
    </message>
    <message>
        <source>no watch is left on this machine (fs.inotify.max_user_watches)</source>
        <translation>此计算机上的监视名额已用完（fs.inotify.max_user_watches）</translation>
    </message>
    <message>
        <source>this machine cannot watch folders</source>
        <translation>此计算机无法监视文件夹</translation>
    </message>
    <message>
        <source>it lies, or some of it, on another machine or behind a program (%1), which does not tell what changes there</source>
        <translation>它或其一部分位于另一台计算机上，或由某个程序提供（%1），那里的变化不会被通知</translation>
    </message>
    <message>
        <source>Last heard %1 ago</source>
        <translation>上次听是在%1前</translation>
    </message>
    <message>
        <source>From your library, not played yet: %1</source>
        <translation>来自你的曲库，还没有播放过：%1</translation>
    </message>
    <message>
        <source>From your library, not played yet</source>
        <translation>来自你的曲库，还没有播放过</translation>
    </message>
    <message>
        <source>Next on %1</source>
        <translation>《%1》的下一首</translation>
    </message>
    <message>
        <source>Further on %1</source>
        <translation>《%1》的后续</translation>
    </message>
    <message>
        <source>You finished it %1 right after “%2”</source>
        <translation>你曾在“%2”之后听完它%1</translation>
    </message>
    <message>
        <source>Not heard for %1, and you finished it %2</source>
        <translation>已有%1没听，曾听完%2</translation>
    </message>
    <message>
        <source>Not heard for %1</source>
        <translation>已有%1没听</translation>
    </message>
    <message>
        <source>Added to your library today</source>
        <translation>今天加入曲库</translation>
    </message>
    <message>
        <source>Added to your library %1 ago, not heard yet</source>
        <translation>%1前加入曲库，还没有听过</translation>
    </message>
    <message>
        <source>You love this track</source>
        <translation>你喜爱这首歌</translation>
    </message>
    <message>
        <source>From %1, an album you love</source>
        <translation>来自你喜爱的专辑《%1》</translation>
    </message>
    <message>
        <source>By %1, whom you love</source>
        <translation>来自你喜爱的 %1</translation>
    </message>
    <message>
        <source>In a style you love</source>
        <translation>你喜爱的风格</translation>
    </message>
    <message>
        <source>You finished it %1 of %2 times, last %3 ago</source>
        <translation>你听了 %2 次，听完 %1 次，上次在%3前</translation>
    </message>
    <message>
        <source>You finished it %1, last %2 ago</source>
        <translation>你听完过%1，上次在%2前</translation>
    </message>
    <message>
        <source>New to you, and you finished %1 of %2 by %3 this month</source>
        <translation>对你是新歌；本月 %3 的 %2 次播放你听完了 %1 次</translation>
    </message>
    <message>
        <source>You finished %1 of %2 by %3 this month</source>
        <translation>本月 %3 的 %2 次播放你听完了 %1 次</translation>
    </message>
    <message>
        <source>New to you, and you have finished tracks by %1</source>
        <translation>对你是新歌；你听完过 %1 的歌</translation>
    </message>
    <message>
        <source>You have finished tracks by %1</source>
        <translation>你听完过 %1 的歌</translation>
    </message>
    <message>
        <source>New to you, in styles you finish: %1</source>
        <translation>对你是新歌，风格是你常听完的：%1</translation>
    </message>
    <message>
        <source>In styles you finish: %1</source>
        <translation>你常听完的风格：%1</translation>
    </message>
    <message>
        <source>New to you, and close to what you play lately: %1</source>
        <translation>对你是新歌，与你最近听的相近：%1</translation>
    </message>
    <message>
        <source>New to you, and close to what you play lately</source>
        <translation>对你是新歌，与你最近听的相近</translation>
    </message>
    <message>
        <source>Fits what you play lately: %1</source>
        <translation>合乎你最近听的：%1</translation>
    </message>
    <message>
        <source>Fits what you play lately</source>
        <translation>合乎你最近听的</translation>
    </message>
    <message>
        <source>No guesses were asked for.</source>
        <translation>没有要求推荐。</translation>
    </message>
    <message>
        <source>Your library is empty: choose a music folder to begin.</source>
        <translation>曲库是空的：先选择一个音乐文件夹。</translation>
    </message>
    <message>
        <source>None of your files can be found at the moment: is the disk with your music there?</source>
        <translation>目前找不到你的任何文件：存放音乐的磁盘连接了吗？</translation>
    </message>
    <message>
        <source>Everything there is to propose is playing or queued already.</source>
        <translation>能推荐的都已在播放或在队列中。</translation>
    </message>
    <message>
        <source>Everything in your library is marked “not for me”: undo one to get guesses.</source>
        <translation>曲库里的一切都标为“不合我意”：撤销一项即可得到推荐。</translation>
    </message>
    <message>
        <source>You skipped all of these before: there is little else to choose from.</source>
        <translation>这些你以前都跳过：可选的不多了。</translation>
    </message>
    <message>
        <source>Only one track is left to propose.</source>
        <translation>只剩一首可以推荐。</translation>
    </message>
    <message>
        <source>Only %1 tracks are left to propose.</source>
        <translation>只剩 %1 首可以推荐。</translation>
    </message>
    <message>
        <source>Nothing was heard yet: this is a varied choice from your library, and it learns as you listen.</source>
        <translation>还没有听过什么：这是从你的曲库中挑选的不同曲目，边听边学。</translation>
    </message>
    <message>
        <source>There are few tracks to choose from, so some that you heard a short while ago come again.</source>
        <translation>可选的曲目不多，刚听过的有些会再次出现。</translation>
    </message>
    <message>
        <source>Everything there is to propose is playing, queued, or in folders and playlists that you left out.</source>
        <translation>可以推荐的曲目都在播放、已在队列中，或位于您排除的文件夹和播放列表里。</translation>
    </message>
    <message>
        <source>You skipped the last %1: this is something else, until you hear one to its end.</source>
        <translation>您跳过了最近 %1 首：换些别的，直到您完整听完一首。</translation>
    </message>
    <message>
        <source>Nothing in your library belongs to what this list was to start from.</source>
        <translation>您的音乐库里没有与这个起点有关的曲目。</translation>
    </message>
    <message>
        <source>There is no more of that: the list goes on with what is near.</source>
        <translation>这部分已经没有更多曲目：列表接着推荐与之相近的。</translation>
    </message>
    <message>
        <source>There is no more of “%1”: the list goes on with what is near.</source>
        <translation>“%1”已经没有更多曲目：列表接着推荐与之相近的。</translation>
    </message>
    <message>
        <source>How lively your tracks are is not known yet, so that wish changes nothing.</source>
        <translation>还不知道您的曲目有多活跃，因此这个选择暂时不起作用。</translation>
    </message>
    <message>
        <source>Sounds like “%1”</source>
        <translation>听起来像“%1”</translation>
    </message>
    <message>
        <source>From “%1”, where you asked to start</source>
        <translation>来自您选择的起点“%1”</translation>
    </message>
    <message>
        <source>Goes with “%1”, where you asked to start</source>
        <translation>与您选择的起点“%1”相配</translation>
    </message>
    <message>
        <source>Made without a trained model: from what you finish and skip, albums, artists and styles.</source>
        <translation>尚无训练好的模型：依据你听完和跳过的、专辑、艺人和风格。</translation>
    </message>
    <message>
        <source>Playback stopped because %1 files in a row could not be played. The last one: %2</source>
        <translation>连续 %1 个文件无法播放，播放已停止。最后一个：%2</translation>
    </message>
    <message>
        <source>The file is not there any more</source>
        <translation>文件已不存在</translation>
    </message>
    <message>
        <source>The file may not be read</source>
        <translation>没有读取该文件的权限</translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation>文件是空的</translation>
    </message>
    <message>
        <source>This is not a file that can be played</source>
        <translation>这不是可以播放的文件</translation>
    </message>
    <message>
        <source>The file is damaged and cannot be played on</source>
        <translation>文件已损坏，无法继续播放</translation>
    </message>
    <message>
        <source>The file is damaged, or holds no music</source>
        <translation>文件已损坏，或其中没有音乐</translation>
    </message>
    <message>
        <source>The file holds no music</source>
        <translation>文件中没有音乐</translation>
    </message>
    <message>
        <source>The file does not answer</source>
        <translation>文件没有响应</translation>
    </message>
    <message>
        <source>The disk with this file does not answer</source>
        <translation>存放该文件的磁盘没有响应</translation>
    </message>
    <message>
        <source>To play %1 files, install the package %2</source>
        <translation>要播放 %1 文件，请安装软件包 %2</translation>
    </message>
    <message>
        <source>Nothing installed here can decode this file (%1)</source>
        <translation>没有安装能解码该文件的组件（%1）</translation>
    </message>
    <message>
        <source>Nothing installed here can decode this file</source>
        <translation>没有安装能解码该文件的组件</translation>
    </message>
    <message>
        <source>The audio device is gone</source>
        <translation>音频设备已断开</translation>
    </message>
    <message>
        <source>The chosen audio device cannot be opened</source>
        <translation>无法打开所选的音频设备</translation>
    </message>
    <message>
        <source>No audio device could be opened. Connect one or start the sound server, then play again</source>
        <translation>无法打开任何音频设备。请连接设备或启动声音服务，然后重新播放</translation>
    </message>
    <message>
        <source>The audio device cannot be used (%1). Connect one or start the sound server, then play again</source>
        <translation>无法使用音频设备（%1）。请连接设备或启动声音服务，然后重新播放</translation>
    </message>
    <message>
        <source>The audio device cannot be used. Connect one or start the sound server, then play again</source>
        <translation>无法使用音频设备。请连接设备或启动声音服务，然后重新播放</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>是空的</translation>
    </message>
    <message>
        <source>holds no audio</source>
        <translation>不含音频</translation>
    </message>
    <message>
        <source>is not a regular file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>is of a kind that is not read</source>
        <translation>属于不读取的类型</translation>
    </message>
    <message>
        <source>is cut short: less than half of its audio is there</source>
        <translation>不完整：音频不到一半</translation>
    </message>
    <message>
        <source>is not an MP3 file: no MPEG audio is in it</source>
        <translation>不是 MP3 文件：其中没有 MPEG 音频</translation>
    </message>
    <message>
        <source>is not an AAC file: no AAC frames are in it</source>
        <translation>不是 AAC 文件：其中没有 AAC 帧</translation>
    </message>
    <message>
        <source>is not %1, or is damaged or cut short</source>
        <translation>不是 %1，或已损坏、不完整</translation>
    </message>
    <message>
        <source>cannot be opened: %1</source>
        <translation>无法打开：%1</translation>
    </message>
    <message>
        <source>cannot be used: %1</source>
        <translation>无法使用：%1</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
    <message>
        <source>once</source>
        <translation>一次</translation>
    </message>
    <message>
        <source>twice</source>
        <translation>两次</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1 次</translation>
    </message>
    <message>
        <source>a year</source>
        <translation>一年</translation>
    </message>
    <message>
        <source>%1 years</source>
        <translation>%1 年</translation>
    </message>
    <message>
        <source>a month</source>
        <translation>一个月</translation>
    </message>
    <message>
        <source>%1 months</source>
        <translation>%1 个月</translation>
    </message>
    <message>
        <source>a week</source>
        <translation>一周</translation>
    </message>
    <message>
        <source>%1 weeks</source>
        <translation>%1 周</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>一天</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>一小时</translation>
    </message>
    <message>
        <source>%1 hours</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>a few minutes</source>
        <translation>几分钟</translation>
    </message>
    <message>
        <source>It was not found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>It cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Its content is not what it should be</source>
        <translation>内容不符合要求</translation>
    </message>
    <message>
        <source>Nothing installed here can handle it</source>
        <translation>没有安装能处理它的组件</translation>
    </message>
    <message>
        <source>It cannot be written</source>
        <translation>无法写入</translation>
    </message>
    <message>
        <source>It is damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Another program holds it; try again later</source>
        <translation>被另一个程序占用，请稍后再试</translation>
    </message>
    <message>
        <source>It was stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>It did not work</source>
        <translation>没有成功</translation>
    </message>
    <message>
        <source>en</source>
        <extracomment>The language of this file: &quot;en&quot;, &quot;zh&quot;.</extracomment>
        <translation>zh</translation>
    </message>
    <message>
        <source>The sound server does not answer. Start it again, or choose another device, then play again</source>
        <translation>声音服务没有响应。请重新启动它，或选择另一个设备，然后重新播放</translation>
    </message>
    <message>
        <source>Nothing comes out of the audio device any more. Start the sound server again, or choose another device, then play again</source>
        <translation>音频设备不再有声音输出。请重新启动声音服务，或选择另一个设备，然后重新播放</translation>
    </message>
    <message>
        <source>A playlist needs a name</source>
        <translation>播放列表需要名称</translation>
    </message>
    <message>
        <source>There is a playlist of this name already</source>
        <translation>已有同名的播放列表</translation>
    </message>
    <message>
        <source>This playlist is no longer there</source>
        <translation>该播放列表已不存在</translation>
    </message>
    <message>
        <source>The playlist was changed in the meantime</source>
        <translation>播放列表在此期间已被修改</translation>
    </message>
    <message>
        <source>This playlist is larger than any playlist is</source>
        <translation>该文件过大，不像播放列表</translation>
    </message>
    <message>
        <source>This is no playlist</source>
        <translation>这不是播放列表</translation>
    </message>
    <message>
        <source>This playlist has more songs than any playlist has</source>
        <translation>其中的歌曲过多，不像播放列表</translation>
    </message>
    <message>
        <source>The playlist cannot be read</source>
        <translation>无法读取该播放列表</translation>
    </message>
    <message>
        <source>%1 is a number from 1 to 9999, not &quot;%2&quot;</source>
        <translation>%1应为 1 到 9999 的数字，而不是“%2”</translation>
    </message>
    <message>
        <source>%1 is 1 (yes) or 0 (no), not &quot;%2&quot;</source>
        <translation>%1应为 1（是）或 0（否），而不是“%2”</translation>
    </message>
    <message>
        <source>%1 is 2011, 2011-05 or 2011-05-01, not &quot;%2&quot;</source>
        <translation>%1应写作 2011、2011-05 或 2011-05-01，而不是“%2”</translation>
    </message>
    <message>
        <source>%1 has a line break or another control character in it</source>
        <translation>%1中含有换行或其他控制字符</translation>
    </message>
    <message>
        <source>%1 is longer than %2 bytes</source>
        <translation>%1超过了 %2 字节</translation>
    </message>
    <message>
        <source>%1 is not UTF-8</source>
        <translation>%1不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>%1 has one value</source>
        <translation>%1只能有一个值</translation>
    </message>
    <message>
        <source>title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>artist</source>
        <translation>艺人</translation>
    </message>
    <message>
        <source>album</source>
        <translation>专辑</translation>
    </message>
    <message>
        <source>albumartist</source>
        <translation>专辑艺人</translation>
    </message>
    <message>
        <source>composer</source>
        <translation>作曲</translation>
    </message>
    <message>
        <source>genre</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>track</source>
        <translation>曲目号</translation>
    </message>
    <message>
        <source>tracktotal</source>
        <translation>总曲目数</translation>
    </message>
    <message>
        <source>disc</source>
        <translation>碟号</translation>
    </message>
    <message>
        <source>disctotal</source>
        <translation>总碟数</translation>
    </message>
    <message>
        <source>compilation</source>
        <translation>合辑</translation>
    </message>
    <message>
        <source>The pattern needs fields between percent signs, and something between two of them: %track% - %title%</source>
        <translation>格式需要写在百分号之间的字段，两个字段之间要有间隔：%track% - %title%</translation>
    </message>
    <message>
        <source>The track is a part of a file; its cue sheet says what it is called</source>
        <translation>这首歌是一个文件的一部分，名称由 CUE 表决定</translation>
    </message>
    <message>
        <source>Tags cannot be written into a file of this kind</source>
        <translation>这种文件无法写入标签</translation>
    </message>
    <message>
        <source>The tags of this file do not take %1 as it was wanted</source>
        <translation>这个文件的标签无法按要求写入%1</translation>
    </message>
    <message>
        <source>The tags of the file could not be written without changing other things</source>
        <translation>无法在不改动其他内容的情况下写入该文件的标签</translation>
    </message>
    <message>
        <source>The tag of this DSD file does not stand at its end</source>
        <translation>这个 DSD 文件的标签不在文件末尾</translation>
    </message>
    <message>
        <source>The file may not be changed: %1</source>
        <translation>该文件不允许修改：%1</translation>
    </message>
    <message>
        <source>The file cannot be opened: %1</source>
        <translation>无法打开该文件：%1</translation>
    </message>
    <message>
        <source>A copy cannot be made beside the file: %1</source>
        <translation>无法在该文件旁创建副本：%1</translation>
    </message>
    <message>
        <source>The file cannot be copied beside itself: %1</source>
        <translation>无法在原位置复制该文件：%1</translation>
    </message>
    <message>
        <source>The file was changed by another program meanwhile</source>
        <translation>该文件已被其他程序修改</translation>
    </message>
    <message>
        <source>The file is being changed by another program</source>
        <translation>其他程序正在修改该文件</translation>
    </message>
    <message>
        <source>Not written: it was stopped</source>
        <translation>已停止，未写入</translation>
    </message>
    <message>
        <source>There is no such change of tags to undo</source>
        <translation>没有可以撤销的标签修改</translation>
    </message>
</context>
<context>
    <name>SettingGroup</name>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Reset: %1</source>
        <translation>重置：%1</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>+%1 dB</source>
        <translation>+%1 dB</translation>
    </message>
    <message>
        <source>−%1 dB</source>
        <translation>−%1 dB</translation>
    </message>
    <message>
        <source>%1 dB</source>
        <translation>%1 dB</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Every change holds at once</source>
        <translation>更改立即生效</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>响度</translation>
    </message>
    <message>
        <source>Even loudness (ReplayGain)</source>
        <translation>响度均衡 (ReplayGain)</translation>
    </message>
    <message>
        <source>Automatic keeps the differences within an album and evens out what is mixed.</source>
        <translation>“自动”保留专辑内部的强弱变化，混合播放时统一响度。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>By track</source>
        <translation>按曲目</translation>
    </message>
    <message>
        <source>By album</source>
        <translation>按专辑</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Even loudness: %1</source>
        <translation>响度均衡：%1</translation>
    </message>
    <message>
        <source>Pre-amplification</source>
        <translation>前置增益</translation>
    </message>
    <message>
        <source>Added to everything whose loudness is known.</source>
        <translation>加在所有已知响度的音乐上。</translation>
    </message>
    <message>
        <source>Music of unknown loudness</source>
        <translation>响度未知的音乐</translation>
    </message>
    <message>
        <source>Until it is measured, it is played this much softer or louder.</source>
        <translation>测量之前，按此幅度调低或调高。</translation>
    </message>
    <message>
        <source>Prevent clipping</source>
        <translation>防止削波</translation>
    </message>
    <message>
        <source>Amplifies no further than the loudest moment of the music allows.</source>
        <translation>放大不超过音乐最响处所允许的程度。</translation>
    </message>
    <message>
        <source>Transitions</source>
        <translation>过渡</translation>
    </message>
    <message>
        <source>Crossfade</source>
        <translation>交叉淡化</translation>
    </message>
    <message>
        <source>Lets one track fade into the next. Never inside an album: there the music goes on without a gap.</source>
        <translation>让一首曲子渐入下一首。专辑内部从不使用：那里的音乐无缝衔接。</translation>
    </message>
    <message>
        <source>Fade on pause</source>
        <translation>暂停时淡出</translation>
    </message>
    <message>
        <source>Fade on stop</source>
        <translation>停止时淡出</translation>
    </message>
    <message>
        <source>Fade on skip</source>
        <translation>切歌时淡出</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>The chosen device is not connected. The system&apos;s own is used until it is back.</source>
        <translation>所选设备未连接，恢复之前使用系统默认设备。</translation>
    </message>
    <message>
        <source>Devices appear here as soon as they are plugged in.</source>
        <translation>设备接入后会立即出现在这里。</translation>
    </message>
    <message>
        <source>Pause when headphones are unplugged</source>
        <translation>拔下耳机时暂停</translation>
    </message>
    <message>
        <source>Rather than go on aloud through the loudspeakers.</source>
        <translation>而不是从扬声器继续外放。</translation>
    </message>
    <message>
        <source>Mono</source>
        <translation>单声道</translation>
    </message>
    <message>
        <source>Both ears hear both channels.</source>
        <translation>两耳都听到两个声道。</translation>
    </message>
    <message>
        <source>Remembered</source>
        <translation>记忆</translation>
    </message>
    <message>
        <source>Go on in long recordings where they were left</source>
        <translation>长音频从上次停下处继续</translation>
    </message>
    <message>
        <source>Audiobooks, podcasts, and all that is longer than 20 minutes.</source>
        <translation>有声书、播客，以及所有超过 20 分钟的录音。</translation>
    </message>
    <message>
        <source>Bring the queue back at the start</source>
        <translation>启动时恢复队列</translation>
    </message>
    <message>
        <source>Paused, at the place where you closed the window.</source>
        <translation>以暂停状态停在关闭窗口时的位置。</translation>
    </message>
    <message>
        <source>Desktop</source>
        <translation>桌面</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>A word when another track begins while the window is out of sight.</source>
        <translation>窗口不在眼前时，换曲会有提示。</translation>
    </message>
    <message>
        <source>Icon in the tray</source>
        <translation>托盘图标</translation>
    </message>
    <message>
        <source>Keep playing when the window is closed</source>
        <translation>关闭窗口后继续播放</translation>
    </message>
    <message>
        <source>The window goes into the tray; Ctrl+Q ends the program.</source>
        <translation>窗口收进托盘；Ctrl+Q 退出程序。</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Theme: %1</source>
        <translation>主题：%1</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>音乐库</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>No folder was chosen yet.</source>
        <translation>尚未选择文件夹。</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Loudness of music without ReplayGain</source>
        <translation>没有 ReplayGain 的音乐的响度</translation>
    </message>
    <message>
        <source>%1. Kept here; your files are left as they are.</source>
        <translation>%1。结果只保存在这里，不改动你的文件。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>开始测量</translation>
    </message>
    <message>
        <source>Remove %1 from the library?</source>
        <translation>从曲库移除 %1？</translation>
    </message>
    <message>
        <source>Its songs are marked as missing and no longer shown. Nothing is deleted: the files stay as they are, and what you heard stays in the history. Add the folder again and they are back.</source>
        <translation>其中的歌曲标为缺失，不再显示。什么都不会删除：文件保持原样，收听历史也都保留。重新添加该文件夹，它们就会回来。</translation>
    </message>
    <message>
        <source>Remove the folder</source>
        <translation>移除该文件夹</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Language: %1</source>
        <translation>语言：%1</translation>
    </message>
    <message>
        <source>Looked through at each start, and when you ask for it.</source>
        <translation>每次启动时以及你要求时检查。</translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation>检查变动</translation>
    </message>
    <message>
        <source>Remove %1 from the library</source>
        <translation>从曲库移除 %1</translation>
    </message>
    <message>
        <source>Songs that are there more than once</source>
        <translation>重复的歌曲</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Listen to the songs for Guess You Like</source>
        <translation>为“猜你喜欢”聆听歌曲</translation>
    </message>
    <message>
        <source>Once for each song, while the machine has nothing else to do. Nothing leaves it.</source>
        <translation>每首歌曲一次，在电脑空闲时进行。任何内容都不会离开本机。</translation>
    </message>
    <message>
        <source>Guess You Like</source>
        <translation>猜你喜欢</translation>
    </message>
    <message>
        <source>Go on when a queue ends</source>
        <translation>队列放完后继续</translation>
    </message>
    <message>
        <source>What comes behind your own songs goes on from their mood.</source>
        <translation>排在你自己的歌后面的，会顺着它们的气氛继续。</translation>
    </message>
    <message>
        <source>Private session</source>
        <translation>私密聆听</translation>
    </message>
    <message>
        <source>Nothing you hear or say is learned. It ends when you switch it off, or quit.</source>
        <translation>你听的和说的都不会被学习。关闭它或退出时结束。</translation>
    </message>
</context>
<context>
    <name>ShortcutsPanel</name>
    <message>
        <source>Playback</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Next, previous</source>
        <translation>下一首、上一首</translation>
    </message>
    <message>
        <source>30 seconds on, back</source>
        <translation>快进、后退 30 秒</translation>
    </message>
    <message>
        <source>Louder, softer</source>
        <translation>增大、减小音量</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>随机播放</translation>
    </message>
    <message>
        <source>Repeat: queue, track, off</source>
        <translation>循环：队列、单曲、关闭</translation>
    </message>
    <message>
        <source>Repeat from A to B: set A, set B, clear</source>
        <translation>A–B 循环：设 A、设 B、清除</translation>
    </message>
    <message>
        <source>Sleep timer, speed, equaliser, output</source>
        <translation>睡眠定时、速度、均衡器、输出</translation>
    </message>
    <message>
        <source>Love what plays</source>
        <translation>喜欢正在播放的曲目</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>Play the row</source>
        <translation>播放所选行</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Take back the last change</source>
        <translation>撤销上一次更改</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Songs, Guess You Like, Queue, History</source>
        <translation>歌曲、猜你喜欢、队列、历史</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Menu key</source>
        <translation>菜单键</translation>
    </message>
    <message>
        <source>What can be done with the row</source>
        <translation>所选行的操作</translation>
    </message>
    <message>
        <source>This sheet</source>
        <translation>本页</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>Select more rows</source>
        <translation>多选几行</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Move what is selected</source>
        <translation>移动所选</translation>
    </message>
    <message>
        <source>Remove what is selected</source>
        <translation>移除所选</translation>
    </message>
    <message>
        <source>Rate what plays</source>
        <translation>给正在播放的歌评分</translation>
    </message>
    <message>
        <source>Rate the songs of the row</source>
        <translation>给选中的歌评分</translation>
    </message>
    <message>
        <source>Lyrics of what plays</source>
        <translation>正在播放的歌词</translation>
    </message>
    <message>
        <source>Edit the tags of the row or the selection</source>
        <translation>编辑该行或所选歌曲的标签</translation>
    </message>
    <message>
        <source>Private session</source>
        <translation>私密聆听</translation>
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
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Stop analyzing</source>
        <translation>停止分析</translation>
    </message>
</context>
<context>
    <name>SmartPlaylistEditor</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>There is a playlist of this name already.</source>
        <translation>已有同名的播放列表。</translation>
    </message>
    <message>
        <source>Songs for which this holds</source>
        <translation>符合以下条件的歌曲</translation>
    </message>
    <message>
        <source>What can be searched for</source>
        <translation>可以搜索什么</translation>
    </message>
    <message>
        <source>genre:jazz rating:&gt;3 -live</source>
        <translation>genre:jazz rating:&gt;3 -live</translation>
    </message>
    <message>
        <source>Sorted by</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Ascending</source>
        <translation>升序</translation>
    </message>
    <message>
        <source>Descending</source>
        <translation>降序</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>最多</translation>
    </message>
    <message>
        <source>At most so many songs; empty: all</source>
        <translation>最多多少首；留空为全部</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>songs</source>
        <translation>首</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>SmartPlaylistPage</name>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>随机播放</translation>
    </message>
    <message>
        <source>Change the rule</source>
        <translation>修改规则</translation>
    </message>
    <message>
        <source>More for %1</source>
        <translation>《%1》的更多操作</translation>
    </message>
    <message>
        <source>No song fits the rule now</source>
        <translation>目前没有符合规则的歌曲</translation>
    </message>
    <message>
        <source>Say what it is to hold, and it always will</source>
        <translation>写下条件，列表会一直与之相符</translation>
    </message>
    <message>
        <source>Songs appear here as soon as they do.</source>
        <translation>一有符合的歌曲，就会出现在这里。</translation>
    </message>
    <message>
        <source>For example “genre:jazz rating:&gt;3”, or “played:never”.</source>
        <translation>例如“genre:jazz rating:&gt;3”，或“played:never”。</translation>
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
    <name>StarsText</name>
    <message>
        <source>No stars</source>
        <translation>零星</translation>
    </message>
    <message>
        <source>½ star</source>
        <translation>半星</translation>
    </message>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n 星</numerusform>
        </translation>
    </message>
    <message>
        <source>%1½ stars</source>
        <translation>%1 星半</translation>
    </message>
</context>
<context>
    <name>TagEditor</name>
    <message>
        <source>Removed from all</source>
        <translation>已从全部歌曲中移除</translation>
    </message>
    <message>
        <source>Several, which stay as they are</source>
        <translation>多个不同的值，保持不变</translation>
    </message>
    <message>
        <source>As it was: %1</source>
        <translation>恢复原值：%1</translation>
    </message>
    <message>
        <source>Remove from all: %1</source>
        <translation>从全部歌曲中移除：%1</translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n song(s)</source>
        <translation>
            <numerusform>%n 首歌曲的标签</numerusform>
        </translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Part of a compilation by various artists</source>
        <translation>属于多位艺人的合辑</translation>
    </message>
    <message>
        <source>Number them from</source>
        <translation>从此数开始编号</translation>
    </message>
    <message>
        <source>Numbers stay</source>
        <translation>编号不变</translation>
    </message>
    <message>
        <source>Letters of the titles</source>
        <translation>标题的大小写</translation>
    </message>
    <message>
        <source>As they are</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Every Word</source>
        <translation>每个单词首字母大写</translation>
    </message>
    <message>
        <source>First word</source>
        <translation>仅首字母大写</translation>
    </message>
    <message>
        <source>all small</source>
        <translation>全部小写</translation>
    </message>
    <message>
        <source>ALL CAPITALS</source>
        <translation>全部大写</translation>
    </message>
    <message>
        <source>Take from the names of the files</source>
        <translation>从文件名中提取</translation>
    </message>
    <message>
        <source>This is changed</source>
        <translation>将要修改</translation>
    </message>
    <message numerus="yes">
        <source>and %n more file(s)</source>
        <translation>
            <numerusform>以及另外 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>Write %n file(s)</source>
        <translation>
            <numerusform>写入 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to write</source>
        <translation>没有要写入的内容</translation>
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
        <source>Add the album to the queue</source>
        <translation>将专辑加入队列</translation>
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
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Edit tags…</source>
        <translation>编辑标签…</translation>
    </message>
    <message>
        <source>Guess from this song</source>
        <translation>从这首歌开始猜</translation>
    </message>
    <message>
        <source>Guess from this artist</source>
        <translation>从这位艺人开始猜</translation>
    </message>
    <message>
        <source>Guess from %1</source>
        <translation>从 %1 开始猜</translation>
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
    <message>
        <source>Shift+Up and Shift+Down select more</source>
        <translation>按 Shift+上 和 Shift+下 可选择更多</translation>
    </message>
</context>
<context>
    <name>TrackTable</name>
    <message>
        <source>Results</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Songs</source>
        <translation>歌曲</translation>
    </message>
    <message>
        <source>%1 · Disc %2</source>
        <translation>%1 · 第 %2 碟</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Player</source>
        <translation>播放器</translation>
    </message>
    <message>
        <source>Resumed at %1</source>
        <translation>从 %1 继续</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>从头播放</translation>
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
        <source>Shuffle is on (Ctrl+S)</source>
        <translation>随机播放已开启 (Ctrl+S)</translation>
    </message>
    <message>
        <source>Shuffle (Ctrl+S)</source>
        <translation>随机播放 (Ctrl+S)</translation>
    </message>
    <message numerus="yes">
        <source>Back %n second(s)</source>
        <translation>
            <numerusform>后退 %n 秒</numerusform>
        </translation>
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
    <message numerus="yes">
        <source>Forward %n second(s)</source>
        <translation>
            <numerusform>快进 %n 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>This track repeats (Ctrl+R)</source>
        <translation>单曲循环 (Ctrl+R)</translation>
    </message>
    <message>
        <source>The queue repeats (Ctrl+R)</source>
        <translation>队列循环 (Ctrl+R)</translation>
    </message>
    <message>
        <source>Repeat (Ctrl+R)</source>
        <translation>循环 (Ctrl+R)</translation>
    </message>
    <message>
        <source>Sleep in %1</source>
        <translation>%1后停止</translation>
    </message>
    <message>
        <source>Sleep after the queue</source>
        <translation>队列结束后停止</translation>
    </message>
    <message>
        <source>Stop after this track</source>
        <translation>播完本曲后停止</translation>
    </message>
    <message>
        <source>Speed %1</source>
        <translation>速度 %1</translation>
    </message>
    <message>
        <source>Sound on (Ctrl+M)</source>
        <translation>取消静音 (Ctrl+M)</translation>
    </message>
    <message>
        <source>Mute (Ctrl+M)</source>
        <translation>静音 (Ctrl+M)</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>%1 percent</source>
        <translation>百分之 %1</translation>
    </message>
    <message>
        <source>Volume %1 % (Ctrl+Up, Ctrl+Down)</source>
        <translation>音量 %1 % (Ctrl+上/下)</translation>
    </message>
    <message>
        <source>Sleep timer, speed, equaliser … (Ctrl+P)</source>
        <translation>睡眠定时、速度、均衡器… (Ctrl+P)</translation>
    </message>
    <message>
        <source>Lyrics (Ctrl+Y)</source>
        <translation>歌词 (Ctrl+Y)</translation>
    </message>
</context>
<context>
    <name>refrain::AnalysisViewModel</name>
    <message>
        <source>Measuring loudness</source>
        <translation>正在测量响度</translation>
    </message>
    <message>
        <source>Listening to your songs</source>
        <translation>正在聆听歌曲</translation>
    </message>
    <message>
        <source>Looking for duplicates</source>
        <translation>正在查找重复歌曲</translation>
    </message>
    <message>
        <source>%1 of %2 songs</source>
        <translation>%1 / %2 首歌曲</translation>
    </message>
    <message>
        <source>%1, about a minute left</source>
        <translation>%1，剩余约一分钟</translation>
    </message>
    <message numerus="yes">
        <source>%1, about %n minute(s) left</source>
        <translation>
            <numerusform>%1，剩余约 %n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, about %n hour(s) left</source>
        <translation>
            <numerusform>%1，剩余约 %n 小时</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::DuplicatesViewModel</name>
    <message>
        <source>None is known so far</source>
        <translation>目前没有发现</translation>
    </message>
    <message numerus="yes">
        <source>%n recording(s) more than once</source>
        <translation>
            <numerusform>%n 首录音不止一份</numerusform>
        </translation>
    </message>
    <message>
        <source>Getting ready …</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>%1 of %2 songs listened to</source>
        <translation>已聆听 %1 / %2 首歌曲</translation>
    </message>
    <message>
        <source>Every copy has its history back.</source>
        <translation>每个副本都恢复了自己的历史记录。</translation>
    </message>
    <message numerus="yes">
        <source>The history of %n other copy(s) is kept with this one.</source>
        <translation>
            <numerusform>另外 %n 个副本的历史记录已归入此副本。</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>refrain::EqualiserViewModel</name>
    <message>
        <source>%1 Hz</source>
        <translation>%1 Hz</translation>
    </message>
    <message>
        <source>%1 kHz</source>
        <translation>%1 kHz</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>自定义</translation>
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
    <message>
        <source>%1, less than a minute left</source>
        <translation>%1，剩余不到一分钟</translation>
    </message>
    <message numerus="yes">
        <source>%1, about %n minute(s) left</source>
        <translation>
            <numerusform>%1，剩余约 %n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>Changes in %1 are noticed within half a minute, and some only after an hour: %2.</source>
        <translation>%1 中的变化会在半分钟内被发现，有些要一小时后才发现：%2。</translation>
    </message>
    <message>
        <source>Changes in them are noticed at once.</source>
        <translation>其中的变化会立即被发现。</translation>
    </message>
    <message>
        <source>%1 of %2 songs measured</source>
        <translation>已测量 %1 / %2 首</translation>
    </message>
</context>
<context>
    <name>refrain::Notifier</name>
    <message>
        <source>Next</source>
        <translation>下一首</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Show Refrain</source>
        <translation>显示 Refrain</translation>
    </message>
</context>
<context>
    <name>refrain::PlayerViewModel</name>
    <message>
        <source>%1×</source>
        <translation>%1×</translation>
    </message>
</context>
<context>
    <name>refrain::PlaylistFilesViewModel</name>
    <message>
        <source>not in the library</source>
        <translation>不在曲库中</translation>
    </message>
    <message>
        <source>several songs fit</source>
        <translation>有多首相符</translation>
    </message>
    <message>
        <source>a stream of the network</source>
        <translation>网络流</translation>
    </message>
    <message numerus="yes">
        <source>“%1” is there, with all of its %n song(s).</source>
        <translation>
            <numerusform>“%1”已导入，共 %n 首歌曲。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%2 的《%1》</translation>
    </message>
    <message numerus="yes">
        <source>%1 of the %n song(s) in “%2” were found in your library. These were not; they stay in the playlist.</source>
        <translation>
            <numerusform>“%2”的 %n 首歌曲中，在曲库里找到了 %1 首。以下没有找到，仍保留在播放列表中。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) are in %1.</source>
        <translation>
            <numerusform>%n 首歌曲已写入 %1。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::PlaylistViewModel</name>
    <message numerus="yes">
        <source>%n song(s)</source>
        <translation>
            <numerusform>%n 首歌曲</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n 首缺失</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Removed “%1” from the playlist.</source>
        <translation>已从播放列表移除“%1”。</translation>
    </message>
    <message numerus="yes">
        <source>Removed %n song(s) from the playlist.</source>
        <translation>
            <numerusform>已从播放列表移除 %n 首歌曲。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moved %n song(s).</source>
        <translation>
            <numerusform>已移动 %n 首歌曲。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) play next.</source>
        <translation>
            <numerusform>接下来播放 %n 首。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) are in the queue.</source>
        <translation>
            <numerusform>已将 %n 首加入队列。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::PlaylistsViewModel</name>
    <message>
        <source>New playlist</source>
        <translation>新播放列表</translation>
    </message>
    <message>
        <source>Queue of %1</source>
        <translation>%1 的队列</translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) added to “%1”.</source>
        <translation>
            <numerusform>已将 %n 首歌曲添加到“%1”。</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>“%1” was removed.</source>
        <translation>已删除“%1”。</translation>
    </message>
    <message>
        <source>“%1” has no song that can be played.</source>
        <translation>“%1”中没有可播放的歌曲。</translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) are in the queue.</source>
        <translation>
            <numerusform>已将 %n 首加入队列。</numerusform>
        </translation>
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
    <message>
        <source>Removed “%1”</source>
        <translation>已移除“%1”</translation>
    </message>
    <message numerus="yes">
        <source>Cleared %n song(s)</source>
        <translation>
            <numerusform>已清空 %n 首歌曲</numerusform>
        </translation>
    </message>
    <message>
        <source>The last change of the queue is taken back.</source>
        <translation>已撤销队列的上一次更改。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message numerus="yes">
        <source>Removed %n song(s)</source>
        <translation>
            <numerusform>已移除 %n 首歌曲</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::RatingsViewModel</name>
    <message>
        <source>Not rated</source>
        <translation>未评分</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message numerus="yes">
        <source>The rating of %n song(s) was taken back.</source>
        <translation>
            <numerusform>已取消 %n 首歌的评分。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s): %1.</source>
        <translation>
            <numerusform>%n 首歌：%1。</numerusform>
        </translation>
    </message>
    <message>
        <source>The rating of %1 was taken back.</source>
        <translation>已取消 %1 的评分。</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1：%2。</translation>
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
    <message numerus="yes">
        <source>%n song(s) will not be suggested again.</source>
        <translation>
            <numerusform>不会再推荐这 %n 首。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::SearchViewModel</name>
    <message>
        <source>Only the first 64 words were searched.</source>
        <translation>只搜索了前 64 个词。</translation>
    </message>
    <message>
        <source>“%1” is nothing that “%2:” can be; it was searched as a word.</source>
        <translation>“%1”不能作为“%2:”的值，已按普通词搜索。</translation>
    </message>
</context>
<context>
    <name>refrain::SleepInhibitor</name>
    <message>
        <source>Music is playing</source>
        <translation>正在播放音乐</translation>
    </message>
</context>
<context>
    <name>refrain::SleepViewModel</name>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n s</source>
        <translation>
            <numerusform>%n 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>after this track</source>
        <translation>本曲之后</translation>
    </message>
    <message>
        <source>after the queue</source>
        <translation>队列之后</translation>
    </message>
</context>
<context>
    <name>refrain::SmartPlaylistViewModel</name>
    <message>
        <source>Artist and album</source>
        <translation>艺人和专辑</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>Date added</source>
        <translation>加入日期</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Times played</source>
        <translation>播放次数</translation>
    </message>
    <message>
        <source>Last played</source>
        <translation>上次播放</translation>
    </message>
    <message>
        <source>New smart playlist</source>
        <translation>新智能播放列表</translation>
    </message>
    <message numerus="yes">
        <source>%n song(s)</source>
        <translation>
            <numerusform>%n 首歌曲</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::SoundViewModel</name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
</context>
<context>
    <name>refrain::TagEditorViewModel</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
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
        <source>Album artist</source>
        <translation>专辑艺人</translation>
    </message>
    <message>
        <source>Composer</source>
        <translation>作曲</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>曲目号</translation>
    </message>
    <message>
        <source>Tracks in all</source>
        <translation>总曲目数</translation>
    </message>
    <message>
        <source>Disc</source>
        <translation>碟号</translation>
    </message>
    <message>
        <source>Discs in all</source>
        <translation>总碟数</translation>
    </message>
    <message>
        <source>Compilation</source>
        <translation>合辑</translation>
    </message>
    <message numerus="yes">
        <source>Undo the change of %n file(s), %1</source>
        <translation>
            <numerusform>撤销对 %n 个文件的修改（%1）</numerusform>
        </translation>
    </message>
    <message>
        <source>So many songs at once are for the command line: refrain tag --help</source>
        <translation>一次修改这么多歌曲请使用命令行：refrain tag --help</translation>
    </message>
    <message>
        <source>The tags are as they were.</source>
        <translation>标签已恢复原状。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) changed; what plays follows when it has ended.</source>
        <translation>
            <numerusform>已修改 %n 个文件；正在播放的文件将在播放结束后修改。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) changed.</source>
        <translation>
            <numerusform>已修改 %n 个文件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more file(s) could not be changed.</source>
        <translation>
            <numerusform>另有 %n 个文件无法修改。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::TrackActions</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>%1 plays next.</source>
        <translation>下一首播放 %1。</translation>
    </message>
    <message>
        <source>%1 is in the queue.</source>
        <translation>%1 已加入队列。</translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) play next.</source>
        <translation>
            <numerusform>接下来播放 %n 首。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) are in the queue.</source>
        <translation>
            <numerusform>已将 %n 首加入队列。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::TrackColumnsViewModel</name>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Artist</source>
        <translation>艺人</translation>
    </message>
    <message>
        <source>Album artist</source>
        <translation>专辑艺人</translation>
    </message>
    <message>
        <source>Album</source>
        <translation>专辑</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>添加日期</translation>
    </message>
    <message>
        <source>Bit rate</source>
        <translation>码率</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
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
<context>
    <name>refrain::Tray</name>
    <message>
        <source>Show Refrain</source>
        <translation>显示 Refrain</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一首</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一首</translation>
    </message>
    <message>
        <source>Love</source>
        <translation>喜爱</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>refrain::app::AppBackground</name>
    <message>
        <source>%1 listens written to %2</source>
        <translation>已将 %1 条收听记录写入 %2</translation>
    </message>
    <message>
        <source>%1 listens read, %2 new, %3 matched to the library</source>
        <translation>读取了 %1 条收听记录，其中 %2 条为新记录，%3 条与音乐库匹配</translation>
    </message>
</context>
<context>
    <name>refrain::app::DatabaseCare</name>
    <message>
        <source>The library database was damaged; the backup of %1 has taken its place. Saved since then: %2 listens, %3 loves and bans, %4 ratings. Settings and the queue are as they were.</source>
        <translation>音乐库数据库已损坏；已用 %1 的备份替换。此后保存下来：%2 次收听、%3 次喜爱与屏蔽、%4 个评分。设置和队列恢复为当时的状态。</translation>
    </message>
    <message>
        <source>Some of what you did since then could not be read.</source>
        <translation>此后的部分操作无法读取。</translation>
    </message>
    <message>
        <source>The damaged file is kept as %1.</source>
        <translation>损坏的文件保留为 %1。</translation>
    </message>
    <message>
        <source>The library database is damaged. Close Refrain and start it again: then the newest backup takes its place.</source>
        <translation>音乐库数据库已损坏。请关闭 Refrain 并重新启动：届时将由最新的备份替换。</translation>
    </message>
</context>
<context>
    <name>refrain::app::DuplicateSearch</name>
    <message numerus="yes">
        <source>%n song(s) have been listened to</source>
        <translation>
            <numerusform>已聆听 %n 首歌曲</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::app::SoundListening</name>
    <message numerus="yes">
        <source>%n song(s) have been analyzed</source>
        <translation>
            <numerusform>已分析 %n 首歌曲</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>refrain::app::LoudnessMeasuring</name>
    <message numerus="yes">
        <source>The loudness of %n track(s) has been measured</source>
        <translation>
            <numerusform>已测量 %n 首歌曲的响度</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlaylistRowMenu</name>
    <message numerus="yes">
        <source>Play %n song(s)</source>
        <translation>
            <numerusform>播放这 %n 首</numerusform>
        </translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message numerus="yes">
        <source>Play %n song(s) next</source>
        <translation>
            <numerusform>接下来播放这 %n 首</numerusform>
        </translation>
    </message>
    <message>
        <source>Play next</source>
        <translation>下一首播放</translation>
    </message>
    <message numerus="yes">
        <source>Add %n song(s) to the queue</source>
        <translation>
            <numerusform>将这 %n 首加入队列</numerusform>
        </translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>添加到队列</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n song(s) from the playlist</source>
        <translation>
            <numerusform>从播放列表移除这 %n 首</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove from the playlist</source>
        <translation>从播放列表移除</translation>
    </message>
    <message>
        <source>Play the album</source>
        <translation>播放整张专辑</translation>
    </message>
    <message>
        <source>Play the artist</source>
        <translation>播放这位艺人</translation>
    </message>
    <message numerus="yes">
        <source>Love %n song(s) no more</source>
        <translation>
            <numerusform>不再喜爱这 %n 首</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Love %n song(s)</source>
        <translation>
            <numerusform>喜爱这 %n 首</numerusform>
        </translation>
    </message>
    <message>
        <source>Love no more</source>
        <translation>取消喜爱</translation>
    </message>
    <message>
        <source>Love</source>
        <translation>喜爱</translation>
    </message>
    <message numerus="yes">
        <source>Rate %n song(s)</source>
        <translation>
            <numerusform>给 %n 首歌评分</numerusform>
        </translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message numerus="yes">
        <source>Never suggest %n song(s)</source>
        <translation>
            <numerusform>不再推荐这 %n 首</numerusform>
        </translation>
    </message>
    <message>
        <source>Never suggest this track</source>
        <translation>不再推荐这首</translation>
    </message>
    <message numerus="yes">
        <source>Edit tags of %n song(s)…</source>
        <translation>
            <numerusform>编辑 %n 首歌曲的标签…</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit tags…</source>
        <translation>编辑标签…</translation>
    </message>
</context>
</TS>

// The design tokens: every size, colour, duration and type size of the window is named here and nowhere else.
pragma Singleton
import QtQuick
import Refrain

QtObject {
    id: theme

    /// Set once by Main.
    property AppearanceViewModel appearance: null

    readonly property SystemPalette system: SystemPalette {}
    readonly property bool systemDark: system.windowText.hslLightness > system.window.hslLightness
    readonly property bool dark: !appearance || appearance.mode === "system" ? systemDark
                                                                           : appearance.mode === "dark"

    // Distances: multiples of four pixels.
    readonly property int space1: 4
    readonly property int space2: 8
    readonly property int space3: 12
    readonly property int space4: 16
    readonly property int space5: 24
    readonly property int space6: 32
    readonly property int space7: 48

    readonly property int radiusSmall: 4
    readonly property int radius: 8
    readonly property int radiusLarge: 12
    readonly property int controlHeight: 36
    readonly property int rowHeight: 52
    readonly property int lineHeight: 64
    readonly property int iconSize: 20
    readonly property int sidebarWidth: 224
    readonly property int transportHeight: 96
    /// What is read line by line grows no wider, however large the screen.
    readonly property int sheetWidth: 1200

    // Type: one family, six sizes, two weights.
    readonly property string family: Qt.application.font.family
    readonly property int caption: 12
    readonly property int small: 13
    readonly property int body: 14
    readonly property int lead: 16
    readonly property int title: 20
    readonly property int display: 28
    readonly property int regular: Font.Normal
    readonly property int strong: Font.DemiBold

    // Colours: paper by day, slate by night.
    readonly property color surface: dark ? "#1c1a17" : "#fbf9f5"
    readonly property color side: dark ? "#161412" : "#f3efe7"
    readonly property color raised: dark ? "#252220" : "#ffffff"
    readonly property color hover: dark ? "#282521" : "#f1ece3"
    readonly property color pressed: dark ? "#332f29" : "#e8e1d5"
    readonly property color line: dark ? "#332f2a" : "#e5ded2"
    readonly property color text: dark ? "#ede7dc" : "#27231d"
    readonly property color textSoft: dark ? "#aca394" : "#6a6256"
    readonly property color textFaint: dark ? "#8d8475" : "#857b6c"
    readonly property color danger: dark ? "#e39a8b" : "#963c2d"
    readonly property color dangerSurface: dark ? "#36241f" : "#f8e8e3"

    readonly property color houseAccent: dark ? "#92bfaa" : "#3a6a58"
    readonly property color accent: appearance && appearance.hasCoverColour
                                    ? appearance.readable(appearance.coverColour, side) : houseAccent
    readonly property color accentSoft: Qt.rgba(accent.r, accent.g, accent.b, dark ? 0.16 : 0.10)
    /// Text on a surface filled with the accent.
    readonly property color accentInk: dark ? "#161412" : "#ffffff"
    readonly property color shade: dark ? "#99000000" : "#4d27231d"

    /// Bookcloth for sleeves without a picture; `index` is any whole number.
    function cloth(index) {
        const day = ["#c9d3c6", "#d9cbb8", "#c7ccd6", "#d8c5c1", "#cfcbbb", "#c3d0d0"];
        const night = ["#3b463d", "#4a4034", "#3a404b", "#4a3a38", "#434034", "#364344"];
        const cloths = dark ? night : day;
        return cloths[Math.abs(index) % cloths.length];
    }

    // Motion: short, and none where nothing should move.
    readonly property int quick: appearance && appearance.still ? 0 : 90
    readonly property int calm: appearance && appearance.still ? 0 : 160
}

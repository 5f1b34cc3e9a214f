// Where every cover image learns which picture its track has now.
pragma Singleton
import QtQuick

QtObject {
    /// A CoverKeys, set once by Main. Not named by its type: to import Refrain here and in Theme is a cycle.
    property var keys: null
}

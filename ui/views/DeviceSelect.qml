// Where the sound comes out: the system's choice, or a device by name.
import QtQuick
import Refrain

Select {
    id: select

    required property SoundViewModel sound

    name: qsTr("Output device")
    model: sound.devices
    textRole: "name"
    currentIndex: sound.device
    Component.onCompleted: sound.lookForDevices()
    displayText: sound.devices[sound.device] ? sound.devices[sound.device].name : ""
    onActivated: index => {
        sound.device = index;
        // The choice of the hand has cut the binding.
        currentIndex = Qt.binding(() => sound.device);
    }
}

import "./ip-desk-kiosk";

document.body.append(document.createElement("ip-desk-kiosk"));

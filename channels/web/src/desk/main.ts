import "./ip-desk-staff";

document.body.append(document.createElement("ip-desk-staff"));

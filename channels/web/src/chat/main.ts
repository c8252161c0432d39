import "./ip-desk-chat";

const chat = document.createElement("ip-desk-chat");
chat.setAttribute("mode", "page");
document.body.append(chat);

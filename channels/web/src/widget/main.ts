import "../chat/ip-desk-chat";

"""Conversations of visitors with the assistant and with staff: kept in the database, spoken over one WebSocket."""

//! This machine's Go environment: found, explained, changed. Knows nothing of Tauri and nothing of the wire.

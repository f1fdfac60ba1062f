//! What the browser keeps for the next visit: the theme, nothing else.

use crate::model::Theme;

/// Where the theme is kept. `www/theme.js` reads it before anything is drawn.
const THEME: &str = "gatepass-theme";

/// The theme kept.
pub fn theme() -> Theme {
    let kept = super::window()
        .and_then(|window| window.local_storage().ok().flatten())
        .and_then(|storage| storage.get_item(THEME).ok().flatten());
    Theme::of(kept.as_deref().unwrap_or_default())
}

/// Keeps the theme.
pub fn keep_theme(theme: Theme) {
    if let Some(storage) = super::window().and_then(|window| window.local_storage().ok().flatten())
    {
        // Full or forbidden: the theme then lasts as long as the page.
        let _ = storage.set_item(THEME, theme.as_str());
    }
}

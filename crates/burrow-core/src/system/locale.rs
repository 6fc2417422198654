//! The language that the person's system speaks.

use bstr::ByteSlice;
use go_rules::environ::Environ;

use crate::text::Lang;

/// The system's language, as far as Burrow speaks it; English otherwise. The environment counts first, as it does
/// for every program in a terminal; a desktop that sets none is asked.
pub fn language(environ: &Environ) -> Lang {
    from_environ(environ).or_else(from_desktop).unwrap_or_default()
}

/// The first of the three that is set decides, also when it names a language that Burrow does not speak.
fn from_environ(environ: &Environ) -> Option<Lang> {
    let tag = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| environ.set(name))?;
    Lang::from_tag(tag.to_str().ok()?)
}

#[cfg(any(windows, target_os = "macos"))]
fn from_desktop() -> Option<Lang> {
    Lang::from_tag(&sys_locale::get_locale()?)
}

/// The other systems have nothing beside the environment.
#[cfg(not(any(windows, target_os = "macos")))]
fn from_desktop() -> Option<Lang> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use bstr::BString;
    use go_rules::environ::Os;

    fn of(entries: &[(&str, &str)]) -> Option<Lang> {
        let entries = entries.iter().map(|(n, v)| (BString::from(*n), BString::from(*v)));
        from_environ(&Environ::new(Os::Linux, entries))
    }

    #[test]
    fn the_stronger_variable_decides() {
        assert_eq!(of(&[("LANG", "en_US.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")]), Some(Lang::ZhCn));
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8"), ("LC_MESSAGES", "en_GB.UTF-8")]), Some(Lang::En));
    }

    #[test]
    fn an_empty_variable_counts_as_none() {
        assert_eq!(of(&[("LC_ALL", ""), ("LANG", "zh_CN.UTF-8")]), Some(Lang::ZhCn));
        assert_eq!(of(&[]), None);
    }
}

//! What stands behind the first word of a line: paths, versions, quoted strings (`x/mod/modfile/rule.go`). Each is put
//! into its one spelling on the way, as go does.

use bstr::{BString, ByteSlice};

use super::directives::{Replace, Replacement, Versions};
use crate::environ::Os;
use crate::go_quote::{is_print, quote};
use crate::go_unquote::unquote;
use crate::module::ModuleVersion;
use crate::semver;

/// `modfile.GoVersionRE`: `1.21`, `1.21.3`, `1.22rc1`.
pub fn is_go_version(text: &[u8]) -> bool {
    let number = |text: &mut &[u8], zero: bool| {
        let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
        let fits = digits > 0 && (text[0] != b'0' || (zero && digits == 1));
        *text = &text[digits..];
        fits
    };
    let mut rest = text;
    if !number(&mut rest, false) || rest.first() != Some(&b'.') {
        return false;
    }
    rest = &rest[1..];
    if !number(&mut rest, true) {
        return false;
    }
    if rest.first() == Some(&b'.') {
        rest = &rest[1..];
        if !number(&mut rest, true) {
            return false;
        }
    }
    if rest.is_empty() {
        return true;
    }
    let letters = rest.iter().take_while(|b| b.is_ascii_lowercase()).count();
    let digits = &rest[letters..];
    letters > 0 && !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// Whether go takes `name` for a toolchain line (`modfile.ToolchainRE`).
pub fn is_toolchain_name(name: &[u8]) -> bool {
    name == b"default" || name == b"go1" || name.starts_with(b"go1.")
}

/// Path and version of `require` and `exclude`.
pub fn path_and_version(
    word: &[u8],
    args: &mut [BString],
    versions: Versions,
) -> Result<ModuleVersion, String> {
    let [path, version] = args else {
        return Err(format!("usage: {} module/path v1.2.3", word.as_bstr()));
    };
    let module = string(path)?;
    let version = module_version(version, &module, versions)?;
    check_major(&module, &version)?;
    Ok(ModuleVersion { module, version })
}

/// `version`, or `[version, version]`: the versions that are named, as they are written.
pub fn retract(args: &mut [BString]) -> Result<Vec<BString>, String> {
    let Some(first) = args.first_mut() else { return Err("expected '[' or version".into()) };
    if first == "(" {
        return Err("expected '[' or version".into());
    }
    if first != "[" {
        let version = plain_version(first)?;
        return match args.get(1) {
            None => Ok(vec![version]),
            Some(more) => Err(format!("unexpected token after version: {}", quote(more.as_bstr()))),
        };
    }
    let mut versions = Vec::new();
    let wanted = ["version after '['", "',' after version", "version after ','", "']' after version"];
    for (at, wanted) in wanted.into_iter().enumerate() {
        let token = args.get_mut(at + 1).ok_or_else(|| format!("expected {wanted}"))?;
        match at {
            1 if token != "," => return Err(format!("expected {wanted}")),
            3 if token != "]" => return Err(format!("expected {wanted}")),
            0 | 2 => versions.push(plain_version(token)?),
            _ => {}
        }
    }
    match args.get(5) {
        None => Ok(versions),
        Some(more) => Err(format!("unexpected token after version: {}", quote(more.as_bstr()))),
    }
}

/// `[module [version] => module version]`, or `=> folder`.
pub fn replace(args: &mut [BString], os: Os, versions: Versions) -> Result<Replace, String> {
    let arrow = if args.get(1).is_some_and(|arg| arg == "=>") { 1 } else { 2 };
    let whole = args.len() == arrow + 2 || args.len() == arrow + 3;
    if !whole || args[arrow] != "=>" {
        return Err("usage: replace module/path [v1.2.3] => other/module v1.4".into());
    }
    let module = string(&mut args[0])?;
    let major = semver::path_major(&module).ok_or("invalid module path")?.to_vec();
    let mut version = BString::default();
    if arrow == 2 {
        version = module_version(&mut args[1], &module, versions)?;
        if !semver::fits(&version, &major) {
            return Err(wrong_major(&version, &major));
        }
    }
    let path = string(&mut args[arrow + 1])?;
    let old = ModuleVersion { module, version };
    if args.len() == arrow + 2 {
        if !is_directory_path(&path) {
            let text =
                "replacement module without version must be directory path (rooted or starting with . or ..)";
            return Err(text.into());
        }
        if os != Os::Windows && path.contains(&b'\\') {
            return Err("replacement directory appears to be Windows path (on a non-windows system)".into());
        }
        return Ok(Replace { old, new: Replacement::Folder(path) });
    }
    let version = module_version(&mut args[arrow + 2], &path, versions)?;
    if is_directory_path(&path) {
        return Err(format!(
            "replacement module directory path {} cannot have version",
            quote(path.as_bstr())
        ));
    }
    Ok(Replace { old, new: Replacement::Module(ModuleVersion { module: path, version }) })
}

/// `modfile.IsDirectoryPath`: of any system.
fn is_directory_path(path: &[u8]) -> bool {
    let begins = |start: &str| path.starts_with(start.as_bytes());
    let drive = path.len() >= 2 && path[0].is_ascii_alphabetic() && path[1] == b':';
    path == b"." || path == b".." || ["./", ".\\", "../", "..\\", "/", "\\"].into_iter().any(begins) || drive
}

fn check_major(path: &[u8], version: &[u8]) -> Result<(), String> {
    let major = semver::path_major(path).ok_or("invalid module path")?;
    if semver::fits(version, major) { Ok(()) } else { Err(wrong_major(version, major)) }
}

fn wrong_major(version: &[u8], major: &[u8]) -> String {
    let wanted = if major.is_empty() { b"v0 or v1".as_slice() } else { &major[1..] };
    format!("version {} invalid: should be {}", quote(version.as_bstr()), wanted.as_bstr())
}

/// A version in its one spelling, of the module at `path`.
fn module_version(token: &mut BString, path: &[u8], versions: Versions) -> Result<BString, String> {
    let text = string(token)?;
    let canonical = semver::canonical(&text);
    let whole = canonical.as_deref().is_some_and(|canonical| is_whole(&text, canonical));
    if versions == Versions::Whole && !whole {
        // Go asks a server what the name of a branch, a commit or a part of a version stands for.
        return Err(format!("version {} is not whole: go would ask a server", quote(text.as_bstr())));
    }
    let version = canonical
        .ok_or_else(|| format!("version {} invalid: must be of the form v1.2.3", quote(text.as_bstr())))?;
    if versions == Versions::Whole {
        // What go asks nobody about is checked at once, also where it replaces.
        check_major(path, &version)?;
    }
    *token = version.into();
    Ok(token.clone())
}

/// Whether a version names one version: in its one spelling, or with words about its build behind it.
fn is_whole(version: &[u8], canonical: &[u8]) -> bool {
    version.strip_prefix(canonical).is_some_and(|rest| rest.is_empty() || rest[0] == b'+')
}

/// A version that is taken as it is.
fn plain_version(token: &mut BString) -> Result<BString, String> {
    let text = string(token)?;
    *token = text.clone();
    Ok(text)
}

/// `modfile.parseString`: a word, or a quoted string. The token gets quotes only where it needs them.
pub fn string(token: &mut BString) -> Result<BString, String> {
    let text = match token.first() {
        Some(b'"') => unquote(token).ok_or("invalid quoted string: invalid syntax")?,
        _ if token.iter().any(|b| b"\"'`".contains(b)) => {
            return Err("invalid quoted string: unquoted string cannot contain quote".into());
        }
        _ => token.clone(),
    };
    *token = if must_quote(&text) { quote(text.as_bstr()).into() } else { text.clone() };
    Ok(text)
}

/// `modfile.MustQuote`.
fn must_quote(text: &[u8]) -> bool {
    let odd = |c: char| match c {
        ' ' | '"' | '\'' | '`' => true,
        '(' | ')' | '[' | ']' | '{' | '}' | ',' => text.len() > 1,
        c => !is_print(c),
    };
    text.is_empty() || text.chars().any(odd) || text.contains_str("//") || text.contains_str("/*")
}

//! The programs with which go fetches repositories: which of them it ran.

#[cfg(unix)]
use std::fs;
use std::io;
use std::path::Path;

/// The programs that fetch repositories, but for git: here they find none.
const PROGRAMS: [(&str, &str); 4] =
    [("hg", "Mercurial"), ("svn", "Subversion"), ("bzr", "Bazaar"), ("fossil", "Fossil")];

/// Lays them in a folder. (Elsewhere a program is no script, and those of the machine are run.)
///
/// # Errors
/// When the folder cannot be written.
#[cfg(unix)]
pub fn lay_programs(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::create_dir_all(folder)?;
    for (name, _) in PROGRAMS {
        let at = folder.join(name);
        fs::write(&at, "#!/bin/sh\nexit 1\n")?;
        fs::set_permissions(&at, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

/// # Errors
/// Never.
#[cfg(not(unix))]
pub fn lay_programs(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether go ran this first, or nothing of the kind.
pub fn is_run(command: Option<&str>, said: &str) -> bool {
    let programs = || PROGRAMS.into_iter().chain([("git", "Git")]);
    let ran = |(program, name): (&str, &str)| {
        said.contains(&format!("missing {name} command"))
            || ["ls-remote", "identify", "info", "clone"]
                .iter()
                .any(|word| said.contains(&format!("{program} {word}")))
    };
    match command {
        None => !programs().any(ran),
        Some(command) => {
            let own = programs().find(|(program, _)| command.starts_with(&format!("{program} ")));
            let missing = own.is_some_and(|(_, name)| said.contains(&format!("missing {name} command")));
            // Until Go 1.24 it calls the repository by the name that it has given it.
            let url = command.rsplit(' ').next().unwrap_or_default();
            let named = said.contains("git ls-remote -q origin") && said.contains(&format!("# git3 {url}"));
            missing || said.contains(command) || named
        }
    }
}

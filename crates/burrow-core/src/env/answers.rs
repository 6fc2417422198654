//! Answers that are given again for as long as everything they rest on is as it was.
//!
//! What Go makes of an environment follows from the question and from what the disk answers meanwhile, from nothing
//! else. So an answer is kept together with everything it asked the disk, and holds as long as the disk still says
//! the same: then some twenty files are looked at instead of opened, and nothing is computed.

use std::sync::{Arc, Mutex, PoisonError};

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;
use go_rules::vars::{self, Tolerant};

use super::resolve::{Asked, AtHand};
use crate::system::{DiskLook, Sight};

/// More than there are SDKs on most machines, for three environments.
const MOST: usize = 64;

/// Which `go` answers, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub at_hand: AtHand,
    pub tolerant: Tolerant,
}

/// The answers that are kept, the latest used first. One for the whole program.
#[derive(Default)]
pub struct Answers {
    kept: Mutex<Vec<Kept>>,
}

struct Kept {
    question: Question,
    rests_on: Vec<Sight>,
    told: Arc<Told>,
}

#[derive(PartialEq, Eq)]
struct Question {
    goroot: Option<BString>,
    lender: Option<BString>,
    dir: BString,
    started_in: Option<BString>,
    environ: Environ,
}

impl Answers {
    /// Asks the toolchain that is asked for, else the one at hand, else the one in `lender`, for everything.
    pub fn ask(&self, asked: &Asked<'_>, lender: Option<&BStr>, look: &DiskLook) -> Arc<Told> {
        if let Some(kept) = self.take(asked, lender) {
            // Confirmed without the lock: the disk may be slow.
            if look.confirms(&kept.rests_on) {
                let told = Arc::clone(&kept.told);
                self.keep(kept);
                return told;
            }
        }
        let (told, rests_on) = look.watched(|| tell(asked, lender, look));
        let told = Arc::new(told);
        if rests_on.iter().all(Sight::lasts) {
            let question = Question::of(asked, lender);
            self.keep(Kept { question, rests_on, told: Arc::clone(&told) });
        }
        told
    }

    fn take(&self, asked: &Asked<'_>, lender: Option<&BStr>) -> Option<Kept> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|kept| kept.question.is(asked, lender))?;
        Some(kept.remove(at))
    }

    fn keep(&self, one: Kept) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(0, one);
        kept.truncate(MOST);
    }
}

impl Question {
    fn of(asked: &Asked<'_>, lender: Option<&BStr>) -> Question {
        Question {
            goroot: asked.goroot.map(Into::into),
            lender: lender.map(Into::into),
            dir: asked.dir.into(),
            started_in: asked.started_in.map(Into::into),
            environ: asked.environ.clone(),
        }
    }

    fn is(&self, asked: &Asked<'_>, lender: Option<&BStr>) -> bool {
        let same = |kept: &Option<BString>, asked: Option<&BStr>| kept.as_ref().map(|k| k.as_bstr()) == asked;
        same(&self.goroot, asked.goroot)
            && same(&self.lender, lender)
            && self.dir == asked.dir
            && same(&self.started_in, asked.started_in)
            && self.environ == *asked.environ
    }
}

fn tell(asked: &Asked<'_>, lender: Option<&BStr>, look: &DiskLook) -> Told {
    let at_hand = AtHand::find(asked, look);
    let at_hand = match lender.filter(|_| at_hand.go.is_none() && asked.goroot.is_none()) {
        Some(lender) => AtHand::find(&Asked { goroot: Some(lender), ..*asked }, look),
        None => at_hand,
    };
    let tolerant = vars::resolve_tolerantly(&asked.question(at_hand.go.as_ref(), look));
    Told { at_hand, tolerant }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::time::Duration;

    use go_rules::environ::Os;

    use super::*;
    use crate::system::clock;
    use crate::system::files::path_to_bytes;

    struct Machine {
        dir: tempfile::TempDir,
        environ: Environ,
        answers: Answers,
    }

    impl Machine {
        fn new() -> Machine {
            let dir = tempfile::tempdir().unwrap();
            let text = |name: &str| path_to_bytes(&dir.path().join(name));
            // The home is another folder: Windows takes it for the temporary one, in which go looks for no go.mod.
            let environ = [("GOENV", "goenv"), ("PATH", "bin"), ("HOME", "home"), ("USERPROFILE", "home")];
            let environ = Environ::new(Os::host(), environ.map(|(name, at)| (name.into(), text(at))));
            Machine { dir, environ, answers: Answers::default() }
        }

        fn file(&self, name: &str, text: &str) -> PathBuf {
            let file = self.dir.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, text).unwrap();
            file
        }

        /// Asks at a time at which every file is old.
        fn ask_with(&self, environ: &Environ) -> Arc<Told> {
            let dir = path_to_bytes(self.dir.path());
            let asked = Asked { environ, dir: dir.as_bstr(), started_in: None, goroot: None };
            self.answers.ask(&asked, None, &DiskLook::at(clock::now() + Duration::from_secs(60)))
        }

        fn ask(&self) -> Arc<Told> {
            self.ask_with(&self.environ)
        }
    }

    fn proxy(told: &Told) -> String {
        told.tolerant.resolved.value("GOPROXY").to_string()
    }

    #[test]
    fn nothing_is_computed_again_while_nothing_moved() {
        let machine = Machine::new();
        machine.file("goenv", "GOPROXY=one\n");
        let first = machine.ask();
        assert_eq!(proxy(&first), "one");
        assert!(Arc::ptr_eq(&first, &machine.ask()));
        let other = machine.environ.with("GOFLAGS", Some(b"-v"));
        assert!(!Arc::ptr_eq(&first, &machine.ask_with(&other)));
        assert!(Arc::ptr_eq(&first, &machine.ask()), "another question pushes nothing out");
    }

    #[test]
    fn a_file_that_changed_came_or_went_is_asked_anew() {
        let machine = Machine::new();
        let before = machine.ask();
        let goenv = machine.file("goenv", "GOPROXY=one\n");
        assert_eq!(proxy(&machine.ask()), "one");
        machine.file("goenv", "GOPROXY=two\n");
        assert_eq!(proxy(&machine.ask()), "two");
        fs::remove_file(goenv).unwrap();
        assert_eq!(*machine.ask(), *before);
        machine.file("go.mod", "module m\n");
        let module = machine.ask();
        assert!(module.tolerant.resolved.value("GOMOD").ends_with(b"go.mod"));
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let machine = Machine::new();
        let environs: Vec<Environ> =
            (0..=MOST).map(|n| machine.environ.with("GOFLAGS", Some(format!("-p={n}").as_bytes()))).collect();
        let first = machine.ask_with(&environs[0]);
        environs.iter().skip(1).for_each(|environ| drop(machine.ask_with(environ)));
        assert_eq!(machine.answers.kept.lock().unwrap().len(), MOST);
        assert!(!Arc::ptr_eq(&first, &machine.ask_with(&environs[0])));
    }
}

//! A server wants a login, and there is none for it.

use crate::doctor::{Asker, CheckId, Evidence, Finding, NetworkWrong, Seen, Severity, Skip};
use crate::proxy::credentials::StepId;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let missing = seen.refusing_logins().iter().filter(|one| one.login.is_none());
    let finding = |one: &super::logins::Refusing| {
        let netrc = seen.netrc();
        let mut evidence = vec![Evidence::fact(&one.answer)];
        if one.asker != Asker::Git {
            // What to write, and where: the name and the password only the person has.
            let steps = seen.grounds().credentials_of(&one.host).steps;
            evidence.extend(steps.into_iter().find(|step| step.id == StepId::Netrc).map(|step| Evidence {
                place: step.file.map(crate::place::Place::file),
                ..Evidence::fact(&step.text)
            }));
        }
        Finding {
            check: CheckId::CredentialMissing,
            severity: Severity::Error,
            subject: one.host.clone(),
            wrong: NetworkWrong::CredentialMissing { host: one.host.clone(), asker: one.asker, netrc }.into(),
            evidence,
            fixes: Vec::new(),
        }
    };
    Ok(missing.map(finding).collect())
}

use super::*;

/// What is said of a file, or why it is refused.
fn said_of(text: &str) -> Result<String, String> {
    let deployed = parse(text).map_err(|error| format!("{error:#}"))?;
    Ok(deployed.iter().map(Deployed::to_words).collect())
}

const ROLES: &str = "[vars.POLICY.roles.owner]\nscopes = [\"read\", \"manage\"]\nfull = true\n";

#[test]
fn a_policy_is_shown_in_its_own_order() {
    let text = format!(
        "{ROLES}[vars.POLICY.roles.guest]\nscopes = []\n\
         [vars.POLICY]\npreflights = true\n\
         [[vars.POLICY.routes]]\npath = \"/api/status\"\nmethods = [\"GET\"]\npublic = true\n\
         [[vars.POLICY.routes]]\npath = \"/api/keys/**\"\nscope = \"manage\"\nstrict = true\n"
    );
    let expected = "
The policy.

    role   administers  scopes
    owner  yes          manage read
    guest  no           none

    path          methods             needs
    any           CORS preflights     nothing
    /api/status   GET                 nothing
    /api/keys/**  all                 manage, strict
    any other     GET, HEAD, OPTIONS  read
    any other     all others          write
";
    assert_eq!(said_of(&text).unwrap(), expected);
}

#[test]
fn without_a_policy_the_default_is_shown_for_each_environment() {
    let said = said_of("[env.staging.vars]\nPORTAL_HOST = \"x\"\n").unwrap();
    assert!(said.contains("No POLICY is set, so the policy is the default."));
    assert!(said.contains("so the policy of the environment staging is the default."));
    assert_eq!(said.matches("    global-administrator ").count(), 2);
}

#[test]
fn a_mistake_is_named_with_its_environment() {
    let wrong = "[[env.staging.vars.POLICY.routes]]\npath = \"/x\"\npublic = true\n";
    for (text, sentence) in [
        (
            "[[vars.POLICY.routes]]\npath = \"/x\"\npublic = true\n",
            "POLICY.routes[0].path: a pattern begins with /api/, as in \"/api/reports/**\"",
        ),
        (
            wrong,
            "env.staging: POLICY.routes[0].path: a pattern begins with /api/, as in \"/api/reports/**\"",
        ),
        (
            "[vars]\nPOLICY = \"{}\"\n",
            "vars.POLICY: it is a table, as in [vars.POLICY.roles.security-reader]",
        ),
        (
            "[env.x.vars]\nPOLICY = 1\n",
            "env.x.vars.POLICY: it is a table, as in [env.x.vars.POLICY.roles.security-reader]",
        ),
        (
            "[POLICY]\npreflights = true\n",
            "POLICY: wrangler passes over it there; write it as [vars.POLICY]",
        ),
        (
            "[env.x.POLICY]\npreflights = true\n",
            "env.x.POLICY: wrangler passes over it there; write it as [env.x.vars.POLICY]",
        ),
        (
            "[vars.POLICY]\npreflights = 1979-05-27\n",
            "POLICY.preflights: invalid type: map, expected true or false",
        ),
    ] {
        assert_eq!(said_of(text), Err(sentence.to_owned()), "{text}");
    }
    assert!(said_of("not toml").is_err());
}

/// A policy that limits tokens by a binding, and a binding that counts for some seconds.
fn with_limits(period: u32, name: &str, counts_for: u32) -> String {
    format!(
        "[vars.POLICY.limits]\ntoken = {{ binding = \"PER_TOKEN\", period = {period} }}\n\
         [[ratelimits]]\nname = \"{name}\"\nnamespace_id = \"1\"\n\
         simple = {{ limit = 100, period = {counts_for} }}\n"
    )
}

#[test]
fn limits_are_shown_with_what_their_bindings_let_through() {
    let said = said_of(&with_limits(60, "PER_TOKEN", 60)).unwrap();
    let expected = "
    each   is let through
    token  100 times in 60 s, in each location
";
    assert!(said.ends_with(expected), "{said}");
}

#[test]
fn a_limit_that_its_binding_does_not_keep_is_a_mistake() {
    let missing = "POLICY.limits.token.binding: there is no [[ratelimits]] with name = \"PER_TOKEN\" beside it";
    let other = "POLICY.limits.token.period: it is 60, and PER_TOKEN counts for 10 seconds";
    let unkept = "ratelimits: PER_TOKEN needs a whole number `simple.period`";
    // Wrangler hands a file's own bindings on to no environment.
    let elsewhere = with_limits(60, "PER_TOKEN", 60).replace("[vars", "[env.staging.vars");
    for (text, sentence) in [
        (with_limits(60, "OTHER", 60), missing.to_owned()),
        (with_limits(60, "PER_TOKEN", 10), other.to_owned()),
        (with_limits(60, "PER_TOKEN", 60).replace("100, period = 60", "100"), unkept.to_owned()),
        (elsewhere, format!("env.staging: {missing}")),
        (
            with_limits(30, "PER_TOKEN", 60),
            "POLICY.limits.token.period: a binding counts for 10 or 60 seconds".to_owned(),
        ),
    ] {
        assert_eq!(said_of(&text), Err(sentence), "{text}");
    }
}

#[test]
fn a_policy_that_the_platform_does_not_take_is_refused() {
    let with_routes = |count: usize| {
        let route = |number| {
            let path = format!("/api/reports/of-department-{number:03}/*");
            format!("[[vars.POLICY.routes]]\npath = \"{path}\"\npublic = true\n")
        };
        (0..count).map(route).collect::<String>()
    };
    assert!(said_of(&with_routes(80)).is_ok());
    let sentence = said_of(&with_routes(100)).unwrap_err();
    assert!(sentence.starts_with("POLICY: it is 5812 bytes"), "{sentence}");
    assert!(sentence.contains("the platform takes 5120"), "{sentence}");
}

#[test]
fn the_repositorys_own_policy_and_its_example_are_right() {
    let paths = Paths::find().unwrap();
    require(&paths).unwrap();
    let text = std::fs::read_to_string(paths.in_root("wrangler.toml")).unwrap();
    let (_, example) = text.split_once("# [[vars.POLICY").unwrap();
    let example = upto(example, "\n\n").replace("\n# ", "\n");
    let said = said_of(&format!("[[vars.POLICY{example}")).unwrap();
    assert!(said.contains("    /api/logs/*  POST                logs:write\n"), "{said}");
    let (_, example) = text.split_once("# [vars.POLICY.limits").unwrap();
    let example = example.replace("\n#\n# ", "\n").replace("\n# ", "\n");
    let said = said_of(&format!("[vars.POLICY.limits{}", upto(&example, "\n\n"))).unwrap();
    assert!(said.contains("    token  600 times in 60 s, in each location\n"), "{said}");
}

#[test]
fn the_examples_of_the_readme_are_right() {
    let paths = Paths::find().unwrap();
    let text = std::fs::read_to_string(paths.in_root("README.md")).unwrap();
    let mut examples = text.split("```toml\n").skip(1).map(|rest| upto(rest, "```"));
    let said = said_of(examples.next().unwrap()).unwrap();
    for line in [
        "    owner    yes          logs:write manage read reports:read write\n",
        "    any              CORS preflights     nothing\n",
        "    /api/reports/**  all                 reports:read, strict\n",
        "    /api/status      GET                 nothing\n",
    ] {
        assert!(said.contains(line), "{line}{said}");
    }
    let said = said_of(examples.next().unwrap()).unwrap();
    for line in [
        "    address  200 times in 10 s, in each location\n",
        "    token    600 times in 60 s, in each location\n",
        "    tenant   6000 times in 60 s, in each location\n",
    ] {
        assert!(said.contains(line), "{line}{said}");
    }
}

fn upto<'a>(text: &'a str, end: &str) -> &'a str {
    text.split(end).next().unwrap()
}

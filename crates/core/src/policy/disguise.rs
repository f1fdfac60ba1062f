//! Requests that ask the API behind to take them for others than was decided on.

/// The parameters by which some frameworks take a request for one of another method. Source: the
/// documentation of the WordPress REST API, Symfony, Laravel and Rails.
const METHOD_PARAMETERS: [&str; 2] = ["_method", "x-http-method-override"];

/// Whether a query has a parameter in it that would have some API take the request for one of
/// another method than `method`, which was decided on.
pub fn asks_for_another_method(query: &str, method: &str) -> bool {
    query.split(['&', ';']).any(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        METHOD_PARAMETERS.contains(&folded(name).as_str())
            && !decoded(value).eq_ignore_ascii_case(method)
    })
}

fn decoded(text: &str) -> String {
    let text = text.replace('=', "%3D");
    let parsed = form_urlencoded::parse(text.as_bytes()).next();
    parsed.map(|(text, _)| text.into_owned()).unwrap_or_default()
}

/// A parameter's name as PHP has it, which drops spaces before it, takes a dot or a space for an
/// underscore, and ends it where an array begins. Source: the PHP manual, "Variables From External Sources".
fn folded(name: &str) -> String {
    let name = decoded(name);
    let name = name.trim_start().split(['[', '\0']).next().unwrap_or_default();
    let underscored = name.chars().map(|c| if matches!(c, '.' | ' ') { '_' } else { c });
    underscored.collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn no_query_passes_that_makes_a_request_one_of_another_method() {
        for query in [
            "_method=DELETE",
            "a=b&_method=DELETE",
            "a=b;_method=DELETE",
            "_method=delete&a",
            "_METHOD=PUT",
            "%5Fmethod=DELETE",
            "_%6Dethod=DELETE",
            ".method=DELETE",
            "+_method=DELETE",
            "%20_method=DELETE",
            "_method[]=DELETE",
            "_method%5B0%5D=DELETE",
            "_method%00x=DELETE",
            "_method=GET&_method=DELETE",
            "_method=GETX",
            "_method=GET=DELETE",
            "_method=",
            "_method",
            "X-HTTP-Method-Override=DELETE",
        ] {
            assert!(asks_for_another_method(query, "GET"), "{query}");
        }
    }

    #[test]
    fn a_query_that_says_what_the_request_is_anyway_and_any_other_passes() {
        for query in [
            "",
            "&&;",
            "_method=GET",
            "_method=get",
            "_method=%47ET",
            "method=DELETE",
            "my_method=DELETE",
            "__method=DELETE",
            "q=_method%3DDELETE",
            "q=_method=DELETE",
            "a=%zz&b=%ff",
        ] {
            assert!(!asks_for_another_method(query, "GET"), "{query}");
        }
    }
}

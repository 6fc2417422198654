//! By what web views draw on this machine. WebKitGTK draws through OpenGL; where no graphics device stands behind it,
//! every shader is compiled for the CPU while the person looks at an empty window, and plain drawing is faster.

use std::path::Path;

/// WebKitGTK's switch for this; its processes have it from the one that starts them.
const BY_CPU: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";

/// Has web views draw without OpenGL where no device is behind it. What is chosen in the environment already stays.
///
/// # Safety
/// No other thread may run: it changes the environment of this process.
pub unsafe fn without_idle_opengl() {
    #[expect(
        clippy::disallowed_methods,
        reason = "WebKitGTK has no other switch, and no variable of Go is touched"
    )]
    if !has_device(Path::new("/dev")) && std::env::var_os(BY_CPU).is_none() {
        // SAFETY: the caller has no other thread.
        unsafe { std::env::set_var(BY_CPU, "1") };
    }
}

/// A node to render by: of the kernel's drivers, of NVIDIA's own, of WSL.
fn has_device(dev: &Path) -> bool {
    let renders = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b"renderD");
    let drivers = std::fs::read_dir(dev.join("dri")).into_iter().flatten().flatten();
    drivers.map(|entry| entry.file_name()).any(|name| renders(&name))
        || ["nvidiactl", "dxg"].iter().any(|name| dev.join(name).exists())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_screen_without_a_node_to_render_by_is_no_device() {
        let dev = tempfile::tempdir().unwrap();
        assert!(!has_device(dev.path()));
        fs::create_dir(dev.path().join("dri")).unwrap();
        fs::write(dev.path().join("dri/card0"), "").unwrap();
        assert!(!has_device(dev.path()));
        fs::write(dev.path().join("dri/renderD128"), "").unwrap();
        assert!(has_device(dev.path()));
    }

    #[test]
    fn drivers_with_nodes_of_their_own_are_known() {
        for name in ["nvidiactl", "dxg"] {
            let dev = tempfile::tempdir().unwrap();
            fs::write(dev.path().join(name), "").unwrap();
            assert!(has_device(dev.path()), "{name}");
        }
    }
}

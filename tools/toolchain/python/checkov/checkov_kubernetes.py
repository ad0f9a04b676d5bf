"""checkov's checks of Kubernetes manifests, and nothing else of checkov.

    checkov-kubernetes FOLDER

Reads every *.yaml, *.yml and *.json below FOLDER and prints one JSON object; its fields are named as
in checkov's own JSON report. Each folder right below FOLDER is a cluster of its own: what lies in one
of them is not related to what lies in another. Uses no network, starts no process, writes nothing.
Exit code 0 whenever the checks ran: findings are data.
"""

import gc
import json
import os
import sys
import types

USAGE = 64
SUFFIXES = (".yaml", ".yml", ".json")


def main(arguments):
    if len(arguments) != 1 or not os.path.isdir(arguments[0]):
        print(__doc__.strip(), file=sys.stderr)
        return USAGE
    gc.disable()  # One short run: what it leaves behind is given back all at once.
    folder = os.path.abspath(arguments[0])
    print(json.dumps(to_answer(run(folder), folder), sort_keys=True))
    return 0


def run(folder):
    """A report, and the paths of the files in which manifests were found, of each cluster."""
    # A pool of processes costs more than it saves on some dozens of files.
    os.environ["CHECKOV_PARALLELIZATION_TYPE"] = "none"
    # A folder below a hidden one, a cache for example, is read as any other.
    os.environ["CKV_IGNORE_HIDDEN_DIRECTORIES"] = "false"
    leave_out("checkov.terraform")
    from checkov.kubernetes.runner import Runner
    from checkov.runner_filter import RunnerFilter

    def judge(**what):
        # checkov looks for a pod's NetworkPolicy in everything that one runner has read, in whatever
        # namespace: the policy of one environment would hide that another has none.
        runner = Runner()
        report = runner.run(
            runner_filter=RunnerFilter(framework=["kubernetes"], show_progress_bar=False), **what
        )
        return report, {path for path, manifests in runner.definitions.items() if manifests}

    entries = sorted(entry.path for entry in os.scandir(folder))
    loose = [path for path in entries if path.endswith(SUFFIXES) and os.path.isfile(path)]
    return [
        *([judge(root_folder=None, files=loose)] if loose else []),
        *(judge(root_folder=path) for path in entries if os.path.isdir(path)),
    ]


def leave_out(name):
    """Keeps a package from loading its checks; its modules can still be imported one by one."""
    import checkov

    package = types.ModuleType(name)
    package.__path__ = [os.path.join(os.path.dirname(checkov.__file__), *name.split(".")[1:])]
    sys.modules[name] = package


def to_answer(outcomes, folder):
    from checkov.version import version

    reports = [report for report, _ in outcomes]
    read = {path for _, paths in outcomes for path in paths}
    return {
        "version": version,
        "passed": sum(len(report.passed_checks) for report in reports),
        "resources": sum(len(report.resources) for report in reports),
        "failed_checks": to_rows([record for report in reports for record in report.failed_checks], folder),
        "skipped_checks": to_rows([record for report in reports for record in report.skipped_checks], folder),
        # checkov passes over a file that it cannot parse without a word.
        "unread_files": sorted(os.path.relpath(path, folder) for path in manifests_in(folder) - read),
    }


def to_rows(records, folder):
    rows = [
        {
            "check_id": record.check_id,
            "check_name": record.check_name,
            "resource": record.resource,
            "file_path": os.path.relpath(record.file_abs_path, folder),
            "file_line_range": list(record.file_line_range),
            "evaluated_keys": list(record.check_result.get("evaluated_keys") or []),
        }
        for record in records
    ]
    return sorted(rows, key=lambda row: (row["file_path"], row["file_line_range"], row["check_id"], row["resource"]))


def manifests_in(folder):
    return {
        os.path.join(root, name) for root, _, names in os.walk(folder) for name in names if name.endswith(SUFFIXES)
    }


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # Taking thousands of modules down in order takes as long as all checks.

using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>The one place where a failure of the library becomes an error of the shell: its kind is the error's id.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(DockerOpsException failure, object? target) =>
        new(failure, failure.Kind.ToString(), Category(failure.Kind), failure.Target ?? target);

    private static ErrorCategory Category(FailureKind kind) => kind switch
    {
        FailureKind.NotFound => ErrorCategory.ObjectNotFound,
        FailureKind.Conflict => ErrorCategory.ResourceExists,
        FailureKind.InvalidInput => ErrorCategory.InvalidArgument,
        FailureKind.NotPermitted => ErrorCategory.PermissionDenied,
        FailureKind.Unreachable => ErrorCategory.ConnectionError,
        FailureKind.HostKeyRejected => ErrorCategory.SecurityError,
        FailureKind.CommandFailed => ErrorCategory.FromStdErr,
        FailureKind.Unsupported => ErrorCategory.NotImplemented,
        FailureKind.EngineError => ErrorCategory.InvalidResult,
        FailureKind.Corrupt => ErrorCategory.InvalidData,
        FailureKind.NoSpace => ErrorCategory.ResourceUnavailable,
        FailureKind.TimedOut => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.NotSpecified,
    };
}
